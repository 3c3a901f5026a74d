"""What must be in order when a sales document is posted, also one that was released long ago."""

from collections.abc import Sequence

from erp.models import Customer, SalesDocumentType, SalesHeader, SalesLine
from erp.operations.errors import RecordRejected
from erp.operations.sales_customer_defaults import TABLE, refuse_blocked_customer
from erp.operations.sales_posting_lines import LineToPost
from erp.operations.sales_release_rules import check_products, check_vat


def check_postable(header: SalesHeader, to_post: Sequence[LineToPost]) -> None:
    """Raises RecordRejected for a quote, and for a customer or a product that is blocked by now."""
    if header.document_type == SalesDocumentType.QUOTE:
        raise RecordRejected(table=TABLE, index=0, field="document_type", code="quote_not_posted")
    shipping = any(one.ship for one in to_post)
    for no in sorted({header.sell_to_customer_id, header.bill_to_customer_id}):
        customer = Customer.objects.get(no=no)
        refuse_blocked_customer(customer, header.document_type, posting=True, shipping=shipping)
    lines: list[SalesLine] = [one.line for one in to_post]
    check_products(lines)
    check_vat(header, lines)
