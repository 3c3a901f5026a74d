"""What must be in order before a sales document is released or posted."""

from collections.abc import Sequence

from erp.models import Customer, SalesHeader, SalesLine, SalesLineType
from erp.operations.errors import RecordRejected
from erp.operations.sales_customer_defaults import TABLE, refuse_blocked_customer
from erp.operations.sales_line_rejections import line_rejected
from erp.queries.sold_products import sold_products
from erp.queries.vat_rates import vat_rates


def check_releasable(header: SalesHeader, lines: Sequence[SalesLine]) -> None:
    """Raises RecordRejected when there is nothing to release, or customer or product is blocked or gone."""
    selling = [line for line in lines if line.type != SalesLineType.COMMENT]
    if not any(line.quantity for line in selling):
        raise RecordRejected(table=TABLE, index=0, field="", code="nothing_to_release")
    for no in {header.sell_to_customer_id, header.bill_to_customer_id}:
        refuse_blocked_customer(Customer.objects.get(no=no), header.document_type)
    check_products(lines)
    check_vat(header, lines)


def check_products(lines: Sequence[SalesLine]) -> None:
    """Raises RecordRejected for the first product that is blocked or does not exist any more."""
    selling = [(index, line) for index, line in enumerate(lines) if line.type != SalesLineType.COMMENT]
    products = sold_products([(line.type, line.no) for _index, line in selling])
    for index, line in selling:
        product = products.get((line.type, line.no))
        if product is None:
            raise line_rejected(index, "no", "unknown_reference", value=line.no)
        if product.blocked:
            raise line_rejected(index, "no", "product_blocked", value=line.no)


def check_vat(header: SalesHeader, lines: Sequence[SalesLine]) -> None:
    """Raises RecordRejected when two VAT posting groups meet for which nothing is set up."""
    business = header.vat_bus_posting_group_id
    if not business:
        return
    known = vat_rates([business])
    for index, line in enumerate(lines):
        product = line.vat_prod_posting_group_id
        if product and (business, product) not in known:
            raise line_rejected(
                index, "vat_prod_posting_group", "no_vat_posting_setup", value=product, business=business
            )
