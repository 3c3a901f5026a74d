"""A company that sells, for tests of sales documents: benches by the piece and the box, hours and freight."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from erp.demo.factories import CustomerFactory, ItemFactory, ResourceFactory, UnitOfMeasureFactory
from erp.models import SalesHeader
from erp.operations.create_currencies import create_currencies
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_sales_document import create_sales_document
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from erp.operations.save_vat_business_posting_group import save_vat_business_posting_group
from erp.operations.save_vat_posting_setup import save_vat_posting_setup
from erp.operations.save_vat_product_posting_group import save_vat_product_posting_group

FREIGHT = "6810"


def set_up_sales() -> None:
    """Customer C1 who is local and C2 who pays in USD (1 LCY is 1.25 USD), items, a resource, 25 % VAT."""
    UnitOfMeasureFactory.write([{"code": "PCS"}, {"code": "BOX"}, {"code": "HOUR"}])
    create_currencies(rows=[{"code": "USD"}])
    save_currency_exchange_rate(
        values={
            "currency_code": "USD",
            "starting_date": "2020-01-01",
            "exchange_rate_amount": 5,
            "relational_exch_rate_amount": 4,
        }
    )
    save_vat_business_posting_group(values={"code": "DOMESTIC"})
    save_vat_product_posting_group(values={"code": "STANDARD"})
    groups = {"vat_bus_posting_group": "DOMESTIC", "vat_prod_posting_group": "STANDARD"}
    save_vat_posting_setup(values={**groups, "vat_percent": 25})
    CustomerFactory.create(
        no="C1", name="Acme", address="Main Street 1", city="Oslo", e_mail="post@acme.example"
    )
    CustomerFactory.create(no="C2", name="Umbrella", currency_code="USD")
    ItemFactory.create(no="BENCH", description="Oak bench", base_unit_of_measure="PCS", unit_price=100)
    ItemFactory.create(no="LAMP", description="Lamp", base_unit_of_measure="PCS", unit_price=Decimal("9.99"))
    create_item_units_of_measure(rows=[{"item_no": "BENCH", "code": "BOX", "qty_per_unit_of_measure": 12}])
    ResourceFactory.create(no="KARIN", name="Karin Berge", base_unit_of_measure="HOUR", unit_price=80)


def item(no: str, quantity: Any = 1, price: Any = None, **values: Any) -> dict[str, Any]:
    """A row of a line that sells an item."""
    return {"type": "item", "no": no, "quantity": quantity, "unit_price": price, **values}


def document(*lines: dict[str, Any], kind: str = "order", customer: str = "C1", **values: Any) -> SalesHeader:
    """Creates a sales document."""
    return create_sales_document(
        document_type=kind, values={"sell_to_customer_no": customer, **values}, lines=lines
    )


def values_of(header: Any, *names: str) -> list[tuple[Any, ...]]:
    """The named values of a document's lines by line number, numbers as plain text."""
    return [tuple(map(plain, row)) for row in header.lines.order_by("line_no").values_list(*names)]


def plain(value: Any) -> Any:
    """A decimal as plain text, anything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def plains(values: Sequence[Any]) -> list[Any]:
    """Decimals as plain text."""
    return [plain(value) for value in values]
