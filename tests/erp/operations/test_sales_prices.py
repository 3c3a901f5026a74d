"""Sales prices: whose they are, when they hold, and that there is only one for everything alike."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from erp.demo.factories import CurrencyFactory, CustomerFactory, ItemFactory, UnitOfMeasureFactory
from erp.models import CustomerPriceGroup, SalesPrice
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.delete_customer import delete_customer
from erp.operations.delete_customer_price_group import delete_customer_price_group
from erp.operations.delete_item import delete_item
from erp.operations.delete_sales_price import delete_sales_price
from erp.operations.errors import RecordChanged, RecordInUse, RecordRejected
from erp.operations.modify_customer_price_groups import modify_customer_price_groups
from erp.operations.modify_sales_prices import modify_sales_prices
from erp.operations.rename_record import rename_record
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company", "goods")


@pytest.fixture
def goods(company: None) -> None:
    """An item in pieces, a price group, a customer and a currency."""
    UnitOfMeasureFactory.write([{"code": "PCS"}, {"code": "BOX"}])
    ItemFactory.create(no="BENCH", base_unit_of_measure="PCS")
    create_customer_price_groups(rows=[{"code": "dealer", "description": "Dealers"}])
    CustomerFactory.create(no="C1")
    CurrencyFactory.create(code="USD")


def price(**values: Any) -> dict[str, Any]:
    return {"item_no": "BENCH", "sales_code": "DEALER", "unit_price": "9.5", **values}


def create(**values: Any) -> SalesPrice:
    return create_sales_prices(rows=[price(**values)])[0]


def refused(work: Any) -> str:
    with pytest.raises(RecordRejected) as caught:
        work()
    assert str(caught.value)
    return f"{caught.value.index} {caught.value.field} {caught.value.code}"


def test_a_price_is_that_of_a_price_group_unless_it_says_otherwise(heard: HeardEvents) -> None:
    created = create(unit_of_measure_code="pcs", currency_code="usd", starting_date="2026-01-01")
    created.refresh_from_db()
    assert (created.sales_type, created.sales_code, created.unit_price) == (
        "customer_price_group",
        "DEALER",
        Decimal("9.5"),
    )
    assert (created.currency_id, created.unit_of_measure_id, created.starting_date) == (
        "USD",
        "PCS",
        date(2026, 1, 1),
    )
    assert heard.all == [("inserted", "sales_price", 1)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"sales_code": ""}, "sales_code required"),
        ({"sales_code": "NOBODY"}, "sales_code unknown_reference"),
        ({"sales_type": "customer"}, "sales_code unknown_reference"),
        ({"sales_type": "all_customers"}, "sales_code sales_code_for_all"),
        ({"sales_type": "campaign", "sales_code": ""}, "sales_code required"),
        ({"item_no": "LAMP"}, "item_no unknown_reference"),
        ({"item_no": ""}, "item_no required"),
        ({"currency_code": "XXX"}, "currency_code unknown_reference"),
        ({"unit_of_measure_code": "BOX"}, "unit_of_measure_code not_a_unit_of_record"),
        ({"starting_date": "2026-02-01", "ending_date": "2026-01-31"}, "ending_date ends_before_start"),
        ({"unit_price": -1}, "unit_price negative"),
        ({"minimum_quantity": -1}, "minimum_quantity negative"),
    ],
)
def test_a_price_that_cannot_be_is_refused_and_nothing_is_written(
    values: dict[str, Any], reason: str
) -> None:
    rows = [price(), price(**values)]
    assert refused(lambda: create_sales_prices(rows=rows)) == f"1 {reason}"
    assert not SalesPrice.objects.exists()


def test_a_price_holds_for_one_day_for_everybody_for_a_customer_or_for_a_campaign() -> None:
    create(starting_date="2026-02-01", ending_date="2026-02-01")
    create(sales_type="all_customers", sales_code="")
    create(sales_type="customer", sales_code="c1")
    create(sales_type="campaign", sales_code="spring")
    assert SalesPrice.objects.count() == 4


def test_there_is_one_price_for_everything_alike_and_blank_is_a_value_like_any_other() -> None:
    create()
    for other in (
        {"minimum_quantity": 10},
        {"currency_code": "USD"},
        {"unit_of_measure_code": "PCS"},
        {"starting_date": "2026-01-01"},
    ):
        create(**other)
        assert refused(lambda other=other: create(**other)) == "0 minimum_quantity not_unique"
    assert refused(create) == "0 minimum_quantity not_unique"
    both = [price(minimum_quantity=5), price(minimum_quantity=5)]
    assert refused(lambda: create_sales_prices(rows=both)) == "1 minimum_quantity not_unique"


def test_a_price_is_modified_whole_or_not_at_all() -> None:
    first, second = create(), create(minimum_quantity=10, starting_date="2026-01-01")
    modify_sales_prices(changes={first.id: {"unit_price": "8"}}, expected_versions={first.id: 1})
    with pytest.raises(RecordChanged):
        modify_sales_prices(changes={first.id: {"unit_price": "7"}}, expected_versions={first.id: 1})
    same = {"minimum_quantity": 0, "starting_date": None}
    assert refused(lambda: modify_sales_prices(changes={second.id: same})) == "0 minimum_quantity not_unique"
    end = {"ending_date": "2025-12-31"}
    assert refused(lambda: modify_sales_prices(changes={second.id: end})) == "0 ending_date ends_before_start"
    for_all = {"sales_type": "all_customers"}
    assert refused(lambda: modify_sales_prices(changes={second.id: for_all})).endswith("sales_code_for_all")
    first.refresh_from_db()
    assert (first.unit_price, first.row_version) == (8, 2)


def test_prices_follow_a_renamed_group_customer_and_item() -> None:
    create()
    create(sales_type="customer", sales_code="C1")
    group = CustomerPriceGroup.objects.get()
    rename_record(table="customer_price_group", record_id=group.id, new_key="TRADE")
    customer = CustomerFactory.create(no="DEALER")
    rename_record(table="customer", record_id=customer.id, new_key="C2")
    codes = SalesPrice.objects.values_list("sales_type", "sales_code", "row_version")
    assert set(codes) == {("customer_price_group", "TRADE", 2), ("customer", "C1", 1)}


def test_prices_go_with_their_group_customer_and_item(heard: HeardEvents) -> None:
    created = create()
    create(sales_type="customer", sales_code="C1")
    create(sales_type="all_customers", sales_code="")
    group = CustomerPriceGroup.objects.get()
    customer = CustomerFactory.create(customer_price_group="DEALER")
    with pytest.raises(RecordInUse):
        delete_customer_price_group(record_id=group.id)
    assert SalesPrice.objects.filter(id=created.id).exists()
    delete_customer(customer_id=customer.id)
    delete_customer_price_group(record_id=group.id)
    assert set(SalesPrice.objects.values_list("sales_type", flat=True)) == {"customer", "all_customers"}
    heard.all.clear()
    delete_item(item_id=SalesPrice.objects.all()[0].item.id)
    assert heard.all == [
        ("deleted", "item_unit_of_measure", 1),
        ("deleted", "unit_group", 1),
        ("deleted", "sales_price", 2),
        ("deleted", "item", 1),
    ]


def test_a_price_of_a_customer_goes_with_the_customer_and_a_price_alone_by_itself() -> None:
    create(sales_type="customer", sales_code="C1")
    created = create()
    delete_customer(customer_id=CustomerFactory.create(no="C9").id)
    assert SalesPrice.objects.count() == 2
    delete_sales_price(record_id=created.id, expected_version=1)
    assert SalesPrice.objects.get().sales_code == "C1"


def test_a_price_group_is_created_modified_and_has_a_code_of_ten_characters() -> None:
    assert refused(lambda: create_customer_price_groups(rows=[{"code": "x" * 11}])) == "0 code too_long"
    assert refused(lambda: create_customer_price_groups(rows=[{"code": "DEALER"}])) == "0 code not_unique"
    group = CustomerPriceGroup.objects.get()
    modify_customer_price_groups(
        changes={group.id: {"description": "Trade"}}, expected_versions={group.id: 1}
    )
    assert CustomerPriceGroup.objects.get().description == "Trade"
