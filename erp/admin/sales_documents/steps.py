"""What a person does with a sales document from its card: each step follows the saving of the card."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import PROCESS, Text
from erp.admin.sales_documents import archive, make_order
from erp.admin.toolbar import Button
from erp.models import SalesDocumentStatus, SalesDocumentType
from erp.operations.release_sales_document import release_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document


@dataclass(frozen=True, kw_only=True)
class Step:
    """``run`` answers with a page to go to, or None: back to the card. It may raise OperationError."""

    code: str
    label: Text
    icon: str
    applies: Callable[[Any], bool]
    run: Callable[[HttpRequest, Any], HttpResponse | None]
    order: int
    permission: str = ""  # beyond that to change the document

    def button(self, document: Any, form: str) -> Button:
        return Button(
            label=self.label,
            group=PROCESS,
            icon=self.icon,
            form=form,
            value=self.code,
            promoted=True,
            order=self.order,
        )


def _release(request: HttpRequest, document: Any) -> None:
    release_sales_document(record_id=document.pk)
    messages.success(request, _("%(document)s is released.") % {"document": document})


def _reopen(request: HttpRequest, document: Any) -> None:
    reopen_sales_document(record_id=document.pk)
    messages.success(request, _("%(document)s is open again.") % {"document": document})


def _post(request: HttpRequest, document: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:post_sales_document", args=[document.pk]))


def _is(status: str) -> Callable[[Any], bool]:
    return lambda document: document.status == status


STEPS: Final = (
    Step(
        code="release",
        label=gettext_lazy("Release"),
        icon="check",
        applies=_is(SalesDocumentStatus.OPEN),
        run=_release,
        order=10,
    ),
    Step(
        code="post",
        label=gettext_lazy("Post"),
        icon="truck",
        applies=lambda document: document.document_type != SalesDocumentType.QUOTE,
        run=_post,
        order=15,
    ),
    Step(
        code="make_order",
        label=gettext_lazy("Make Order"),
        icon="cart",
        applies=lambda document: document.document_type == SalesDocumentType.QUOTE,
        run=make_order.start,
        permission="erp.add_salesorder",
        order=15,
    ),
    Step(
        code="archive",
        label=gettext_lazy("Archive"),
        icon="history",
        applies=lambda document: document.document_type in (SalesDocumentType.QUOTE, SalesDocumentType.ORDER),
        run=archive.archive,
        order=30,
    ),
    Step(
        code="reopen",
        label=gettext_lazy("Reopen"),
        icon="undo",
        applies=_is(SalesDocumentStatus.RELEASED),
        run=_reopen,
        order=20,
    ),
)
