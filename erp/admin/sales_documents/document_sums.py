"""What the card of a document shows below its lines."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy

from erp.admin.formats import money_text
from erp.admin.sales_documents.line_columns import line_amount
from erp.queries.local_currency import local_currency_code


class DocumentSums:
    """Sums in the document's currency."""

    @admin.display(description=gettext_lazy("Subtotal"))
    def subtotal(self, document: Any) -> str:
        return _money(document, sum(line_amount(line) for line in document.lines.select_related("document")))

    @admin.display(description=gettext_lazy("Total Excl. VAT"))
    def total_excl_vat(self, document: Any) -> str:
        return _money(document, document.amount)

    @admin.display(description=gettext_lazy("Total VAT"))
    def total_vat(self, document: Any) -> str:
        return _money(document, document.amount_including_vat - document.amount)

    @admin.display(description=gettext_lazy("Total Incl. VAT"))
    def total_incl_vat(self, document: Any) -> str:
        return _money(document, document.amount_including_vat)


def _money(document: Any, amount: Any) -> str:
    return money_text(amount, document.currency_id or local_currency_code())
