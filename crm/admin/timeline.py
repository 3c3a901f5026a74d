"""The timeline of a record: its posts and notes, latest first, and the writing of new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm import metadata
from crm.admin.note_text import as_text
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.errors import CrmFault
from crm.business_rules.privileges import readable
from crm.metadata import EntityReference

_SHOWN = 12


@dataclass(frozen=True)
class Entry:
    kind: str | Promise
    icon: str
    text: str
    subject: str
    author: str
    at: datetime
    file_name: str = ""


class PostForm(forms.Form):
    kind = forms.ChoiceField(choices=[("post", _("Post")), ("annotation", _("Note"))], label=_("Kind"))
    text = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), label=_("Text"))


def is_on_timeline(table: str) -> bool:
    """Whether people may post on records of the table."""
    return table in metadata.table("post").columns["regardingobjectid"].targets


def timeline_box(request: HttpRequest, caller: Caller, record: Any, url: str) -> str:
    """The FactBox. Two queries, whatever the length."""
    found = [*_posts(caller, record), *_notes(caller, record)]
    entries = sorted(found, key=lambda item: item.at, reverse=True)
    context = {
        "entries": entries[:_SHOWN],
        "more": len(entries) > _SHOWN,
        "form": PostForm(label_suffix=""),
        "url": url,
    }
    return render_to_string("crm/timeline_factbox.html", context, request=request)


def _regarding(caller: Caller, table: str, column: str, record: Any) -> Sequence[Any]:
    records = metadata.table(table)
    about = Q((column, record.pk), (f"{column}type", record._meta.model_name))
    try:
        seen = readable(caller=caller, table=records)
    except CrmFault:
        return []
    rows = records.model.objects.filter(seen, about).select_related("createdby")
    return list(rows.order_by("-createdon", "-versionnumber")[: _SHOWN + 1])


def _posts(caller: Caller, record: Any) -> list[Entry]:
    return [
        Entry(_("Post"), "send", row.text or "", "", str(row.createdby or ""), row.createdon)
        for row in _regarding(caller, "post", "regardingobjectid", record)
    ]


def _notes(caller: Caller, record: Any) -> list[Entry]:
    return [
        Entry(
            _("Note"),
            "document",
            as_text(row.notetext or ""),
            row.subject or "",
            str(row.createdby or ""),
            row.createdon,
            row.filename or "",
        )
        for row in _regarding(caller, "annotation", "objectid", record)
    ]


def write(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """Adds a post or a note to the record's timeline."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    record = model_admin.get_object(request, object_id)
    if record is None:
        raise Http404("There is no such record.")
    form = PostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was written: enter a text of at most 2,000 characters."))
    else:
        try:
            _create(model_admin.acting(request), record, form.cleaned_data)
        except CrmFault as fault:
            messages.error(request, fault.sentence)
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    card = reverse(name, args=[record.pk], current_app=model_admin.admin_site.name)
    return HttpResponseRedirect(f"{card}#factbox-timeline")


def _create(caller: Caller, record: Any, entered: dict[str, str]) -> None:
    about = EntityReference(record._meta.model_name, record.pk)
    text = entered["text"].strip()
    if entered["kind"] == "post":
        values: dict[str, Any] = {"text": text, "regardingobjectid": about}
    else:
        values = {
            "subject": text.splitlines()[0][:100],
            "notetext": escape(text, quote=False),
            "objectid": about,
        }
    create_records(table=metadata.table(entered["kind"]), records=[NewRecord(values)], caller=caller)
