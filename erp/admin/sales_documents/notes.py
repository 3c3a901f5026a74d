"""Notes of people on sales quotes and orders: the latest beside the card, all of them on a page."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import FactBox, extensions
from erp.admin.site import site
from erp.models import RecordNote, SalesHeader
from erp.operations.create_record_note import create_record_note
from erp.operations.errors import OperationError

TABLE = "sales_header"
# The page of the documents, and the model that shows them.
KINDS = {"sales_quote": "salesquote", "sales_order": "salesorder"}
SHOWN, LONGEST = 3, 10_000
VIEW, ADD = "erp.view_recordnote", "erp.add_recordnote"


class NoteForm(forms.Form):
    note = forms.CharField(
        max_length=LONGEST, label=_("Note"), widget=forms.Textarea(attrs={"rows": 4, "autofocus": True})
    )


def record_notes(request: HttpRequest, document_id: UUID, kind: str) -> HttpResponse:
    document = SalesHeader.objects.filter(id=document_id).first()
    if document is None or kind.removeprefix("sales_") != document.document_type:
        raise Http404
    back = reverse(f"admin:erp_{KINDS[kind]}_change", args=[document.pk])
    form = NoteForm(request.POST if request.method == "POST" else None)
    may_add = request.user.has_perm(ADD)
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid() and _add(request, document, form):
        return HttpResponseRedirect(back)
    return site.page(
        request,
        "erp/record_notes.html",
        title=_("Notes on %(document)s") % {"document": document},
        breadcrumbs=[(str(document), back)],
        form_page=True,
        status=422 if form.errors else 200,
        form=form if may_add else None,
        notes=_notes(document),
        back=back,
    )


def _add(request: HttpRequest, document: SalesHeader, form: NoteForm) -> bool:
    user: Any = request.user
    author = user.get_full_name() or user.get_username()
    values = {"note": form.cleaned_data["note"], "created_by": author}
    try:
        create_record_note(table=TABLE, record_id=document.id, values=values)
    except OperationError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The note was added."))
    return True


def _notes(document: Model) -> Any:
    return RecordNote.objects.filter(table=TABLE, record_id=document.pk).order_by("-created_at", "-id")


def _factbox(kind: str, request: HttpRequest, document: Model) -> dict[str, Any]:
    notes = _notes(document)
    return {
        "notes": list(notes[:SHOWN]),
        "number": notes.count(),
        "url": reverse(f"admin:{kind}_notes", args=[document.pk]),
        "may_add": request.user.has_perm(ADD),
    }


for _kind in KINDS:
    site.register_view(
        f"{_kind.replace('_', '-')}s/<uuid:document_id>/notes/",
        partial(record_notes, kind=_kind),
        f"{_kind}_notes",
        permission=VIEW,
    )
    extensions.for_table(
        _kind,
        FactBox(
            code="notes",
            title=_("Notes"),
            template="erp/notes_factbox.html",
            load=partial(_factbox, _kind),
            permission=VIEW,
            order=300,
        ),
    )
