"""Sales documents by what they are, so that each kind has its own list, cards and permissions."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from erp.models.record import ErpManager
from erp.models.sales_header import SalesDocumentType, SalesHeader


class _OfType(ErpManager):  # type: ignore[valid-type, misc]
    """The documents of one type."""

    def __init__(self, document_type: SalesDocumentType) -> None:
        super().__init__()
        self.document_type = document_type

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(document_type=self.document_type)


class SalesQuote(SalesHeader):
    """What is offered to a customer."""

    objects: ClassVar[Any] = _OfType(SalesDocumentType.QUOTE)

    class Meta:
        proxy = True
        verbose_name = _("Sales Quote")
        verbose_name_plural = _("Sales Quotes")


class SalesOrder(SalesHeader):
    """What a customer has ordered, until it is invoiced in full."""

    objects: ClassVar[Any] = _OfType(SalesDocumentType.ORDER)

    class Meta:
        proxy = True
        verbose_name = _("Sales Order")
        verbose_name_plural = _("Sales Orders")


class SalesInvoice(SalesHeader):
    """An invoice that is not posted yet."""

    objects: ClassVar[Any] = _OfType(SalesDocumentType.INVOICE)

    class Meta:
        proxy = True
        verbose_name = _("Sales Invoice")
        verbose_name_plural = _("Sales Invoices")


class SalesCreditMemo(SalesHeader):
    """A credit memo that is not posted yet."""

    objects: ClassVar[Any] = _OfType(SalesDocumentType.CREDIT_MEMO)

    class Meta:
        proxy = True
        verbose_name = _("Sales Credit Memo")
        verbose_name_plural = _("Sales Credit Memos")
