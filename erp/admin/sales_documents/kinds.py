"""Which pages and which permission belong to a sales document by what it is."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.text import capfirst

from erp.models import (
    SalesCreditMemo,
    SalesDocumentType,
    SalesHeader,
    SalesInvoice,
    SalesOrder,
    SalesQuote,
)


@dataclass(frozen=True)
class Kind:
    """The proxy model whose list and cards show documents of one type."""

    model: Any

    @property
    def model_name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def permission(self) -> str:
        """What somebody needs who changes or posts such a document."""
        return f"erp.change_{self.model_name}"

    def card(self, document: SalesHeader) -> str:
        return reverse(f"admin:erp_{self.model_name}_change", args=[document.pk])


_KINDS: Final = {
    SalesDocumentType.QUOTE: Kind(SalesQuote),
    SalesDocumentType.ORDER: Kind(SalesOrder),
    SalesDocumentType.INVOICE: Kind(SalesInvoice),
    SalesDocumentType.CREDIT_MEMO: Kind(SalesCreditMemo),
}


def kind_of(document: SalesHeader) -> Kind:
    return _KINDS[SalesDocumentType(document.document_type)]
