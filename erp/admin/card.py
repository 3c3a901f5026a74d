"""What other apps show on a card: FactBoxes beside it, notes about the record and its fields."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from erp.admin.extensions import FactBox, RecordNotes, RecordNotesSource, extensions


def factboxes(table: str, request: HttpRequest, record: Model, *, base: str) -> list[SafeString]:
    """The boxes in their order; a lazy one is a place that is filled afterwards."""
    found = []
    for box in extensions.allowed(request, FactBox, table=table):
        url = f"{base}{record.pk}/factboxes/{box.code}/"
        if box.lazy:
            found.append(_frame(box, request, load_url=url))
        elif (loaded := box.load(request, record)) is not None:
            found.append(_frame(box, request, **loaded))
    return found


def factbox(table: str, request: HttpRequest, record: Model, *, code: str) -> SafeString:
    """One box, loaded; empty if it has nothing to say."""
    for box in extensions.allowed(request, FactBox, table=table):
        if box.code == code:
            loaded = box.load(request, record)
            return SafeString("") if loaded is None else _frame(box, request, **loaded)
    raise Http404


def _frame(box: FactBox, request: HttpRequest, **loaded: Any) -> SafeString:
    context = {"box": box, "body_template": box.template, **loaded}
    return render_to_string("admin/includes/factbox.html", context, request)


def notes(table: str, request: HttpRequest, record: Model) -> RecordNotes:
    """The notes of all apps as one: the first status, all banners, the first note of a field."""
    loaded = [
        source.load(request, record) for source in extensions.allowed(request, RecordNotesSource, table=table)
    ]
    given = [one for one in loaded if one]
    fields: dict[str, Any] = {}
    for one in reversed(given):
        fields |= one.fields
    return RecordNotes(
        status=next((one.status for one in given if one.status), None),
        banners=[banner for one in given for banner in one.banners],
        fields=fields,
    )
