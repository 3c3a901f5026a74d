"""Items and resources with their units of measure."""

from decimal import Decimal
from typing import Any

import pytest

from erp.demo.factories import ItemFactory, ResourceFactory, UnitOfMeasureFactory
from erp.models import (
    GeneralLedgerSetup,
    Item,
    ItemUnitOfMeasure,
    ResourceUnitOfMeasure,
    SalesReceivablesSetup,
    UnitOfMeasure,
)
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.create_resource_units_of_measure import create_resource_units_of_measure
from erp.operations.create_resources import create_resources
from erp.operations.delete_item import delete_item
from erp.operations.delete_item_unit_of_measure import delete_item_unit_of_measure
from erp.operations.delete_resource import delete_resource
from erp.operations.delete_unit_of_measure import delete_unit_of_measure
from erp.operations.errors import RecordChanged, RecordInUse, RecordRejected
from erp.operations.modify_item_units_of_measure import modify_item_units_of_measure
from erp.operations.modify_items import modify_items
from erp.operations.modify_resources import modify_resources
from erp.operations.rename_record import rename_record
from erp.operations.save_setup import save_setup
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company", "units")


@pytest.fixture
def units(company: None) -> None:
    """Pieces, boxes and hours."""
    UnitOfMeasureFactory.write([{"code": code} for code in ("PCS", "BOX", "HOUR")])


def units_of(item: Item) -> dict[str, Decimal]:
    """The quantity per unit by code."""
    units = ItemUnitOfMeasure.objects.filter(item=item)
    return dict(units.values_list("unit_of_measure__code", "qty_per_unit_of_measure"))


def add_box(item: Item, quantity: Any = 12) -> ItemUnitOfMeasure:
    row = {"item_no": item.no, "code": "box", "qty_per_unit_of_measure": quantity}
    return create_item_units_of_measure(rows=[row])[0]


def refused(work: Any) -> str:
    with pytest.raises(RecordRejected) as caught:
        work()
    assert str(caught.value)
    return f"{caught.value.field} {caught.value.code}"


def test_an_item_gets_a_number_its_base_unit_as_a_unit_and_sells_in_it(heard: HeardEvents) -> None:
    (item,) = create_items(
        rows=[{"description": "Oak bench", "base_unit_of_measure": "pcs", "unit_price": "12.345678"}]
    )
    item.refresh_from_db()
    assert (item.no, item.type, item.unit_price) == ("I00010", "inventory", Decimal("12.34568"))
    assert (item.base_unit_of_measure_id, item.sales_unit_of_measure_id) == ("PCS", "PCS")
    assert units_of(item) == {"PCS": 1}
    assert heard.all == [
        ("inserted", "item", 1),
        ("inserted", "unit_group", 1),
        ("inserted", "item_unit_of_measure", 1),
    ]


def test_unit_prices_are_rounded_as_general_ledger_setup_says() -> None:
    save_setup(model=GeneralLedgerSetup, values={"unit_amount_rounding_precision": "0.05"})
    item = ItemFactory.create(unit_price="12.33", unit_cost="0.02")
    modify_items(changes={item.id: {"unit_cost": "7.375"}})
    item.refresh_from_db()
    assert (item.unit_price, item.unit_cost) == (Decimal("12.35"), Decimal("7.40"))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"unit_price": -1}, "unit_price negative"),
        ({"net_weight": -1}, "net_weight negative"),
        ({"type": "bundle"}, "type invalid_option"),
        ({"base_unit_of_measure": "MILE"}, "base_unit_of_measure unknown_reference"),
        ({"sales_unit_of_measure": "BOX"}, "sales_unit_of_measure not_a_unit_of_record"),
        ({"no": "x" * 21}, "no too_long"),
        ({"inventory": 5}, "inventory unknown_field"),
    ],
)
def test_an_item_that_cannot_be_is_refused_and_nothing_is_written(
    values: dict[str, Any], reason: str
) -> None:
    row = {"base_unit_of_measure": "PCS"} | values
    assert refused(lambda: create_items(rows=[{"no": "GOOD"}, row])) == reason
    assert not Item.objects.exists()


def test_an_item_number_may_be_chosen_but_not_taken_twice() -> None:
    ItemFactory.create(no=" a-1 ")
    assert refused(lambda: create_items(rows=[{"no": "A-1"}])) == "no not_unique"
    assert Item.objects.get().no == "A-1"


def test_a_modified_item_keeps_its_number_and_writes_only_what_has_changed() -> None:
    item = ItemFactory.create(description="Bench")
    modify_items(changes={item.id: {"description": "Bench"}}, expected_versions={item.id: 1})
    assert Item.objects.get().row_version == 1
    modify_items(changes={item.id: {"description": "Stool", "blocked": True}})
    assert refused(lambda: modify_items(changes={item.id: {"no": "NEW"}})) == "no not_editable"
    with pytest.raises(RecordChanged):
        modify_items(changes={item.id: {"description": "Lamp"}}, expected_versions={item.id: 1})
    assert Item.objects.values_list("description", "blocked", "row_version").get() == ("Stool", True, 2)


def test_a_new_base_unit_becomes_a_unit_that_counts_one_and_the_sales_unit() -> None:
    item = ItemFactory.create(base_unit_of_measure="PCS")
    modify_items(changes={item.id: {"base_unit_of_measure": "HOUR"}})
    item.refresh_from_db()
    assert (units_of(item), item.sales_unit_of_measure_id) == ({"PCS": 1, "HOUR": 1}, "HOUR")
    add_box(item)
    change = {item.id: {"base_unit_of_measure": "BOX"}}
    assert refused(lambda: modify_items(changes=change)) == "base_unit_of_measure base_unit_quantity"


def test_an_item_sells_in_a_unit_that_it_has() -> None:
    item = ItemFactory.create(base_unit_of_measure="PCS")
    change = {item.id: {"sales_unit_of_measure": "BOX"}}
    assert refused(lambda: modify_items(changes=change)) == "sales_unit_of_measure not_a_unit_of_record"
    box = add_box(item)
    modify_items(changes=change)
    with pytest.raises(RecordInUse):
        delete_item_unit_of_measure(record_id=box.id)
    modify_items(changes={item.id: {"sales_unit_of_measure": "PCS"}})
    delete_item_unit_of_measure(record_id=box.id)
    assert units_of(item) == {"PCS": 1}


def test_a_unit_of_an_item_is_there_once_counts_something_and_the_base_unit_counts_one() -> None:
    item = ItemFactory.create(base_unit_of_measure="PCS")
    assert refused(lambda: add_box(item, 0)) == "qty_per_unit_of_measure not_positive"
    box = add_box(item)
    assert refused(lambda: add_box(item)) == "code not_unique"
    assert refused(lambda: create_item_units_of_measure(rows=[{"item_no": item.no}])) == "code required"
    base = ItemUnitOfMeasure.objects.exclude(id=box.id).get()
    six = {"qty_per_unit_of_measure": 6}
    assert (
        refused(lambda: modify_item_units_of_measure(changes={base.id: six}))
        == "qty_per_unit_of_measure base_unit_quantity"
    )
    assert (
        refused(lambda: modify_item_units_of_measure(changes={box.id: {"code": "HOUR"}}))
        == "code not_editable"
    )
    modify_item_units_of_measure(changes={box.id: six}, expected_versions={box.id: 1})
    assert units_of(item) == {"PCS": 1, "BOX": 6}
    with pytest.raises(RecordInUse):
        delete_item_unit_of_measure(record_id=base.id)


def test_a_deleted_item_takes_its_units_along(heard: HeardEvents) -> None:
    item = ItemFactory.create(base_unit_of_measure="PCS")
    heard.all.clear()
    delete_item(item_id=item.id, expected_version=1)
    assert heard.all == [
        ("deleted", "item_unit_of_measure", 1),
        ("deleted", "unit_group", 1),
        ("deleted", "item", 1),
    ]


def test_a_renamed_item_keeps_its_units() -> None:
    item = ItemFactory.create(no="A", base_unit_of_measure="PCS")
    rename_record(table="item", record_id=item.id, new_key="B")
    assert set(ItemUnitOfMeasure.objects.values_list("item__no", flat=True)) == {"B"}


def test_a_renamed_unit_is_renamed_wherever_it_is_used_and_a_used_one_stays() -> None:
    item = ItemFactory.create(base_unit_of_measure="PCS")
    unit = UnitOfMeasure.objects.get(code="PCS")
    rename_record(table="unit_of_measure", record_id=unit.id, new_key="piece")
    item.refresh_from_db()
    assert (item.base_unit_of_measure_id, units_of(item)) == ("PIECE", {"PIECE": 1})
    with pytest.raises(RecordInUse):
        delete_unit_of_measure(record_id=unit.id)
    delete_unit_of_measure(record_id=UnitOfMeasure.objects.get(code="BOX").id)


def test_a_resource_has_units_and_a_capacity() -> None:
    (resource,) = create_resources(
        rows=[{"name": "Karin Berge", "base_unit_of_measure": "HOUR", "capacity": 37, "unit_price": 95}]
    )
    assert (resource.no, resource.type, resource.capacity) == ("R0010", "person", 37)
    row = {"resource_no": resource.no, "code": "BOX", "qty_per_unit_of_measure": 8}
    create_resource_units_of_measure(rows=[row])
    modify_resources(changes={resource.id: {"base_unit_of_measure": "PCS", "type": "machine"}})
    codes = ResourceUnitOfMeasure.objects.values_list("unit_of_measure__code", "qty_per_unit_of_measure")
    assert dict(codes) == {"HOUR": 1, "BOX": 8, "PCS": 1}
    delete_resource(resource_id=resource.id)
    assert not ResourceUnitOfMeasure.objects.exists()


def test_the_write_in_product_exists_and_is_followed_when_it_is_renamed() -> None:
    item = ItemFactory.create(no="WRITE-IN", type="service")
    values = {"write_in_product_no": "write-in"}
    wrong = {**values, "write_in_product_type": "resource"}
    assert (
        refused(lambda: save_setup(model=SalesReceivablesSetup, values=wrong))
        == "write_in_product_no unknown_reference"
    )
    save_setup(model=SalesReceivablesSetup, values=values)
    rename_record(table="item", record_id=item.id, new_key="OTHER")
    assert SalesReceivablesSetup.objects.get().write_in_product_no == "OTHER"


def test_a_resource_has_no_negative_price_and_no_number_of_another() -> None:
    ResourceFactory.create(no="R1")
    assert refused(lambda: ResourceFactory.create(unit_price=-1)) == "unit_price negative"
    assert refused(lambda: ResourceFactory.create(no="r1")) == "no not_unique"
