"""What is done with several sales documents of a list, and the status on their cards."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from erp.admin.extensions import PROCESS, Action, RecordNotes, RecordNotesSource, extensions
from erp.admin.sales_documents.document_list import document_status
from erp.models import SalesHeader
from erp.operations.errors import OperationError
from erp.operations.release_sales_document import release_sales_document

TABLES = ("sales_quote", "sales_order", "sales_invoice", "sales_credit_memo")


def _release(request: HttpRequest, ids: Sequence[UUID]) -> None:
    """Each by itself: what cannot be released is named with its reason, the others are."""
    numbers = dict(SalesHeader.objects.filter(pk__in=ids).values_list("pk", "no"))
    released = 0
    for record_id in ids:
        try:
            release_sales_document(record_id=record_id)
        except OperationError as error:
            messages.error(request, f"{numbers.get(record_id, '')}: {error}")
        else:
            released += 1
    if released:
        text = ngettext("%(count)s document is released.", "%(count)s documents are released.", released)
        messages.success(request, text % {"count": released})


def _status(request: HttpRequest, document: Model) -> RecordNotes:
    lines = document.lines.all()  # type: ignore[attr-defined]
    status = document_status(
        document,  # type: ignore[arg-type]
        is_shipped=any(line.quantity_shipped for line in lines),
        is_outstanding=any(line.outstanding_quantity for line in lines),
    )
    return RecordNotes(status=status)


for table in TABLES:
    extensions.for_table(
        table,
        Action(
            code="release",
            label=_("Release"),
            group=PROCESS,
            icon="check",
            run=_release,
            needs="many",
            on=frozenset({"list"}),
            promoted=True,
            in_selection_bar=True,
            permission=f"erp.change_{table.replace('_', '')}",
        ),
        RecordNotesSource(code="document_status", load=_status, order=10),
    )
