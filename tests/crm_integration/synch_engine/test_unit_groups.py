"""Units by unit groups: every item and resource has a unit group, with its units, in the CRM too."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from crm.models import Product, ProductPriceLevel, UoM, UoMSchedule
from crm_integration.connection.unit_groups import choose_unit_groups
from crm_integration.coupling.create_on_other_side import create_in_crm
from crm_integration.models import Coupling, SynchProblem
from crm_integration.sentences import problem_sentence
from crm_integration.synch_engine.default_price_list import NAME as DEFAULT_PRICE_LIST
from erp.models import Item, ItemUnitOfMeasure, Resource, UnitOfMeasure
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.create_resource_units_of_measure import create_resource_units_of_measure
from erp.operations.create_resources import create_resources
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.modify_item_units_of_measure import modify_item_units_of_measure
from erp.operations.rename_record import rename_record
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

UNITS = ("UNIT GROUP", "ITEM UOM", "RESOURCE UOM")
PRODUCTS = ("RESOURCE-PRODUCT", "ITEM-PRODUCT")


@pytest.fixture
def systems(systems: TwoSystems) -> TwoSystems:
    """With units by unit groups, and pieces, boxes, sets and hours to count in."""
    choose_unit_groups(is_wanted=True, now=timezone.now())
    create_units_of_measure(rows=[{"code": code} for code in ("PCS", "BOX", "SET", "HOUR")])
    return systems


def item(no: str = "1000", **values: Any) -> Item:
    row = {"no": no, "description": "Chair", "base_unit_of_measure": "PCS", "unit_price": Decimal("79.5")}
    (created,) = create_items(rows=[row | values])
    return created


def add_unit(no: str, code: str = "BOX", quantity: int = 4) -> ItemUnitOfMeasure:
    row = {"item_no": no, "code": code, "qty_per_unit_of_measure": quantity}
    return create_item_units_of_measure(rows=[row])[0]


def resource(no: str = "1000") -> Resource:
    row = {"no": no, "name": "Fitter", "base_unit_of_measure": "HOUR", "unit_price": 90}
    (created,) = create_resources(rows=[row])
    create_resource_units_of_measure(
        rows=[{"resource_no": no, "code": "SET", "qty_per_unit_of_measure": "7.5"}]
    )
    return created


def run(systems: TwoSystems, *names: str, scope: str = "full") -> None:
    for name in names:
        systems.run(name, scope)


@pytest.fixture
def chair(systems: TwoSystems) -> tuple[Item, Product]:
    """An item that is sold by the piece and in boxes of four, in step with its product."""
    created = item()
    add_unit(created.no)
    run(systems, *UNITS, *PRODUCTS)
    assert systems.problems() == []
    systems.sent.requests.clear()
    return created, Product.objects.get()


def units() -> list[tuple[str, str, Decimal, str]]:
    """Group, unit, quantity and the unit that it counts."""
    ours = UoM.objects.filter(uomscheduleid__name__regex=r"^(ITEM|RESOURCE) ")
    rows = ours.order_by("uomscheduleid__name", "name").select_related("uomscheduleid", "baseuom")
    return [
        (row.uomscheduleid.name, row.name, row.quantity, row.baseuom and row.baseuom.name) for row in rows
    ]


def sentences() -> list[str]:
    return [problem_sentence(problem) for problem in SynchProblem.objects.order_by("pk")]


def test_items_and_resources_have_unit_groups_of_their_own_with_all_their_units(systems: TwoSystems) -> None:
    item(no="1000")
    add_unit("1000")
    resource(no="1000")
    run(systems, *UNITS)
    assert units() == [
        ("ITEM 1000", "BOX", 4, "ITEM 1000"),
        ("ITEM 1000", "ITEM 1000", 1, None),
        ("ITEM 1000", "PCS", 1, "ITEM 1000"),
        ("RESOURCE 1000", "HOUR", 1, "RESOURCE 1000"),
        ("RESOURCE 1000", "RESOURCE 1000", 1, None),
        ("RESOURCE 1000", "SET", Decimal("7.5"), "RESOURCE 1000"),
    ]
    assert set(UoMSchedule.objects.filter(name__endswith=" 1000").values_list("baseuomname", flat=True)) == {
        "ITEM 1000",
        "RESOURCE 1000",
    }
    assert systems.problems() == []


def test_a_product_is_counted_in_its_base_unit_and_sold_in_its_own_unit_group(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    product = chair[1]
    assert (product.defaultuomscheduleid.name, product.defaultuomid.name) == ("ITEM 1000", "PCS")
    price = ProductPriceLevel.objects.get(pricelevelid__name=DEFAULT_PRICE_LIST)
    assert (price.productid, price.uomid.name, price.amount) == (product, "PCS", Decimal("79.5"))


def test_a_resource_is_counted_in_its_base_unit_too(systems: TwoSystems) -> None:
    fitter = resource("R1")
    run(systems, *UNITS, *PRODUCTS)
    product = Product.objects.get()
    assert (product.defaultuomscheduleid.name, product.defaultuomid.name) == ("RESOURCE R1", "HOUR")
    systems.edit(fitter, base_unit_of_measure="PCS")
    systems.work_all()
    run(systems, "RESOURCE-PRODUCT", scope="modified")
    systems.work_all()
    assert (now(product, "defaultuomid").name, systems.problems()) == ("PCS", [])


def test_a_second_run_of_everything_writes_nothing(systems: TwoSystems, chair: tuple[Item, Product]) -> None:
    resource("R1")
    run(systems, *UNITS, *PRODUCTS)
    systems.sent.requests.clear()
    run(systems, *UNITS, *PRODUCTS)
    assert (systems.sent.writes, systems.problems()) == ([], [])


def test_another_quantity_and_another_name_of_a_unit_arrive(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    box = ItemUnitOfMeasure.objects.get(unit_of_measure__code="BOX")
    modify_item_units_of_measure(changes={box.id: {"qty_per_unit_of_measure": 6}})
    rename_record(
        table="unit_of_measure", record_id=UnitOfMeasure.objects.get(code="BOX").id, new_key="CRATE"
    )
    run(systems, "ITEM UOM", scope="modified")
    assert ("ITEM 1000", "CRATE", 6, "ITEM 1000") in units()
    assert [method for method, _ in systems.sent.writes] == ["PATCH"]


def test_another_number_of_an_item_renames_its_unit_group_and_nothing_moves(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    rename_record(table="item", record_id=chair[0].id, new_key="2000")
    run(systems, *UNITS, *PRODUCTS, scope="modified")
    assert units() == [
        ("ITEM 2000", "BOX", 4, "ITEM 2000"),
        ("ITEM 2000", "ITEM 2000", 1, None),
        ("ITEM 2000", "PCS", 1, "ITEM 2000"),
    ]
    assert (now(chair[1], "productnumber"), systems.problems()) == ("2000", [])


def test_another_base_unit_is_another_default_unit_of_the_same_group(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    add_unit("1000", "SET", 1)
    run(systems, "ITEM UOM")
    systems.edit(chair[0], base_unit_of_measure="SET")
    run(systems, "ITEM-PRODUCT", scope="modified")
    price = ProductPriceLevel.objects.get(pricelevelid__name=DEFAULT_PRICE_LIST)
    assert (now(chair[1], "defaultuomid").name, price.uomid.name) == ("SET", "SET")
    assert (now(chair[1], "defaultuomscheduleid").name, systems.problems()) == ("ITEM 1000", [])


def test_another_default_unit_of_a_product_is_another_base_unit_of_its_item(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    add_unit("1000", "SET", 1)
    run(systems, "ITEM UOM")
    unit = UoM.objects.get(uomscheduleid__name="ITEM 1000", name="SET")
    systems.change(chair[1], defaultuomid=unit)
    run(systems, "ITEM-PRODUCT", scope="modified")
    assert (now(chair[0], "base_unit_of_measure_id"), systems.problems()) == ("SET", [])


def test_units_of_the_same_name_are_told_apart_by_their_group(systems: TwoSystems) -> None:
    for no in ("1000", "2000"):
        item(no=no)
    run(systems, *UNITS)
    Coupling.objects.all().delete()
    systems.sent.requests.clear()
    run(systems, *UNITS)
    assert (systems.sent.writes, len(units()), len(systems.couplings())) == ([], 4, 4)


def price(no: str, amount: int, **values: Any) -> None:
    row = {"item_no": no, "unit_price": amount, "sales_type": "customer_price_group", "sales_code": "RETAIL"}
    create_sales_prices(rows=[row | values])


def price_rows() -> list[tuple[str, str, Decimal]]:
    rows = ProductPriceLevel.objects.filter(pricelevelid__name="RETAIL").order_by("amount")
    return [(row.productid.productnumber, row.uomid.name, row.amount) for row in rows]


def test_a_price_goes_to_the_unit_that_it_is_for_and_else_to_the_base_unit(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    price("1000", 70)
    price("1000", 250, unit_of_measure_code="BOX")
    run(systems, "CUSTPRCGRP-PRICE", "SALESPRC-PRODPRICE")
    assert price_rows() == [("1000", "PCS", 70), ("1000", "BOX", 250)]
    systems.sent.requests.clear()
    Coupling.objects.filter(mapping="SALESPRC-PRODPRICE").delete()
    run(systems, "SALESPRC-PRODPRICE")
    assert (systems.sent.writes, len(price_rows()), systems.problems()) == ([], 2, [])


def test_a_price_in_a_unit_that_is_new_brings_the_unit_along(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    run(systems, "CUSTPRCGRP-PRICE")
    add_unit("1000", "SET", 6)
    price("1000", 400, unit_of_measure_code="SET")
    run(systems, "SALESPRC-PRODPRICE")
    assert sentences() == [
        "Item unit of measure 1000 SET must be coupled before this record can be synchronized: "
        "Unit of Measure Code names it."
    ]
    systems.work_all()
    assert (price_rows(), sentences()) == ([("1000", "SET", 400)], [])


def test_one_item_that_is_created_in_the_crm_brings_its_group_and_its_unit_along(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    stool, lamp = item(no="2000"), item(no="3000")
    create_in_crm(mapping_name="ITEM-PRODUCT", erp_ids=[stool.id])
    systems.work_all()
    product = Product.objects.get(productnumber="2000")
    assert (product.defaultuomscheduleid.name, product.defaultuomid.name) == ("ITEM 2000", "PCS")
    assert (product.statecode, sentences()) == (0, [])
    assert lamp.id not in systems.couplings()
    assert not UoMSchedule.objects.filter(name="ITEM 3000").exists()


def test_an_item_waits_for_its_unit_group_and_its_unit_and_says_so(systems: TwoSystems) -> None:
    item()
    run(systems, "ITEM-PRODUCT")
    assert sorted(sentences()) == [
        "Item unit of measure 1000 PCS must be coupled before this record can be synchronized: "
        "Base Unit of Measure names it.",
        "Unit group ITEM 1000 must be coupled before this record can be synchronized: "
        "Base Unit of Measure names it.",
    ]
    assert Product.objects.count() == 0
    systems.work_all()
    assert (Product.objects.count(), sentences()) == (1, [])


def test_an_item_without_a_base_unit_says_what_is_missing(systems: TwoSystems) -> None:
    item(base_unit_of_measure="")
    run(systems, *UNITS, "ITEM-PRODUCT")
    assert sentences() == ["It has no Base Unit of Measure. Give it one."]
    assert Product.objects.count() == 0
