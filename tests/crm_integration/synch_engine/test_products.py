"""Units of measure, items, resources and sales prices, and what they are in the CRM."""

from decimal import Decimal
from typing import Any

import pytest

from crm.models import (
    InjectedFault,
    PriceLevel,
    Product,
    ProductPriceLevel,
    TransactionCurrency,
    UoM,
    UoMSchedule,
)
from crm_integration.coupling.search import search_crm
from crm_integration.models import ConnectionSetup, Coupling, SynchProblem
from crm_integration.sentences import problem_sentence
from crm_integration.synch_engine.planner import CREATING
from erp.models import Item, SalesReceivablesSetup, UnitOfMeasure
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.post_item_journal import post_item_journal
from erp.operations.save_setup import save_setup
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def pieces(systems: TwoSystems) -> UnitOfMeasure:
    (unit,) = create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    systems.run("UNIT OF MEASURE", "full")
    return unit


def item(no: str = "1000", **values: Any) -> Item:
    row = {"no": no, "description": "Chair", "base_unit_of_measure": "PCS", "unit_price": Decimal("79.5")}
    (created,) = create_items(rows=[row | values])
    return created


def post_adjustment(entry_type: str, quantity: int) -> None:
    values = {"posting_date": "2026-05-01", "document_no": "J1", "item_no": "1000"}
    create_item_journal_lines(rows=[{**values, "entry_type": entry_type, "quantity": quantity}])
    post_item_journal()


@pytest.fixture
def chair(systems: TwoSystems, pieces: UnitOfMeasure) -> tuple[Item, Product]:
    """An item and its product, in step."""
    created = item(unit_cost=Decimal(40), unit_volume=2, gross_weight=7, vendor_no="V1", vendor_item_no="X-1")
    assert systems.run("ITEM-PRODUCT", "full") == {"-> inserted": 1}
    systems.sent.requests.clear()
    return created, Product.objects.get()


def test_a_unit_of_measure_is_a_unit_group_with_one_unit(systems: TwoSystems, pieces: UnitOfMeasure) -> None:
    group, unit = UoMSchedule.objects.get(), UoM.objects.get()
    assert (group.name, group.baseuomname, unit.name) == ("NAV PCS", "PCS", "PCS")
    assert (unit.uomscheduleid, unit.quantity, unit.isschedulebaseuom) == (group, 1, True)


def test_a_unit_group_of_that_name_is_taken_for_ours(systems: TwoSystems, pieces: UnitOfMeasure) -> None:
    Coupling.objects.all().delete()
    systems.run("UNIT OF MEASURE", "full")
    assert (UoMSchedule.objects.count(), len(systems.couplings())) == (1, 1)


def test_an_item_becomes_an_active_product_with_everything_that_is_mapped(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    product = chair[1]
    assert (product.productnumber, product.name, product.price) == ("1000", "Chair", Decimal("79.5"))
    assert (product.standardcost, product.currentcost) == (40, 40)
    assert (product.stockvolume, product.stockweight) == (2, 7)
    assert (product.vendorid, product.vendorpartnumber, product.quantityonhand) == ("V1", "X-1", 0)
    assert (product.producttypecode, product.quantitydecimal, product.statecode) == (1, 2, 0)
    assert (product.defaultuomscheduleid.name, product.defaultuomid.name) == ("NAV PCS", "PCS")
    base = TransactionCurrency.objects.get(pk=ConnectionSetup.get().base_currency_id)
    assert product.transactioncurrencyid == base
    assert systems.run("ITEM-PRODUCT", "full") == {"<- unchanged": 1}
    assert systems.sent.writes == []


def test_a_name_follows_both_ways_and_a_price_only_from_the_erp(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    systems.change(chair[1], name="Armchair", price=Decimal(5))
    systems.run("ITEM-PRODUCT")
    assert now(chair[0], "description", "unit_price") == ("Armchair", Decimal("79.5"))
    systems.edit(chair[0], unit_price=Decimal("81.25"))
    systems.run("ITEM-PRODUCT")
    assert now(chair[1], "name", "price") == ("Armchair", Decimal("81.25"))


def test_a_stock_below_zero_is_none_in_the_crm(systems: TwoSystems, chair: tuple[Item, Product]) -> None:
    post_adjustment("positive_adjmt", 5)
    assert systems.run("ITEM-PRODUCT").get("-> modified") == 1
    assert now(chair[1], "quantityonhand") == 5
    post_adjustment("negative_adjmt", 8)
    systems.run("ITEM-PRODUCT")
    assert now(chair[1], "quantityonhand") == 0
    assert [write[0] for write in systems.sent.writes] == ["PATCH", "PATCH"]


def test_a_blocked_item_is_a_retired_product_and_back(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    systems.edit(chair[0], blocked=True, description="Old chair")
    assert systems.run("ITEM-PRODUCT").get("-> modified") == 1
    assert now(chair[1], "statecode", "name") == (1, "Chair")
    systems.run("ITEM-PRODUCT")
    systems.edit(chair[0], blocked=False)
    systems.run("ITEM-PRODUCT")
    systems.run("ITEM-PRODUCT")
    assert now(chair[1], "statecode", "name") == (0, "Old chair")
    assert systems.problems() == []


def test_a_product_that_is_retired_blocks_its_item(systems: TwoSystems, chair: tuple[Item, Product]) -> None:
    systems.change(chair[1], statecode=1)
    systems.run("ITEM-PRODUCT")
    assert (now(chair[0], "blocked"), systems.problems()) == (True, [])


def test_an_item_whose_unit_is_not_in_the_crm_waits_for_it(systems: TwoSystems) -> None:
    create_units_of_measure(rows=[{"code": "BOX"}])
    item(base_unit_of_measure="BOX")
    systems.run("ITEM-PRODUCT", "full")
    assert [problem[:2] for problem in systems.problems()] == [("must_be_coupled", "base_unit_of_measure")]
    systems.run("UNIT OF MEASURE", "full")
    systems.run("ITEM-PRODUCT")
    assert (Product.objects.get().statecode, systems.problems()) == (0, [])


def test_an_item_without_a_unit_says_what_is_missing(systems: TwoSystems) -> None:
    item(base_unit_of_measure="")
    systems.run("ITEM-PRODUCT", "full")
    assert ("base_unit_missing", "base_unit_of_measure") in [problem[:2] for problem in systems.problems()]
    assert Product.objects.count() == 0


def test_a_product_whose_activation_failed_is_activated_by_the_next_run(
    systems: TwoSystems, pieces: UnitOfMeasure
) -> None:
    item()
    systems.fault("server_error", method="PATCH", skip=1, remaining=20)
    systems.run("ITEM-PRODUCT", "full")
    assert Coupling.objects.filter(state=CREATING).exists()
    InjectedFault.objects.all().delete()
    assert systems.run("ITEM-PRODUCT").get("-> inserted") == 1
    assert (Product.objects.get().statecode, systems.problems()) == (0, [])


def test_a_resource_is_a_product_of_the_type_services(systems: TwoSystems, pieces: UnitOfMeasure) -> None:
    (fitter,) = create_resources(
        rows=[{"no": "R1", "name": "Fitter", "base_unit_of_measure": "PCS", "unit_price": 90, "capacity": 8}]
    )
    assert systems.run("RESOURCE-PRODUCT", "full") == {"-> inserted": 1}
    product = Product.objects.get()
    assert (product.producttypecode, product.name, product.price) == (3, "Fitter", 90)
    assert (product.quantityonhand, product.statecode) == (8, 0)
    assert systems.run("ITEM-PRODUCT", "full") == {}
    systems.change(product, name="Senior fitter")
    systems.run("RESOURCE-PRODUCT")
    assert now(fitter, "name") == "Senior fitter"


def test_a_product_that_was_made_in_the_crm_becomes_an_item(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    systems.remove(chair[1])
    systems.run("ITEM-PRODUCT")
    assert Coupling.objects.filter(erp_table="item").get().state == Coupling.State.DELETED_IN_CRM


def test_a_price_in_another_unit_never_becomes_the_price_of_the_base_unit(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    create_units_of_measure(rows=[{"code": "BOX"}])
    create_item_units_of_measure(rows=[{"item_no": "1000", "code": "BOX", "qty_per_unit_of_measure": 4}])
    price = {"item_no": "1000", "unit_price": 250, "unit_of_measure_code": "BOX", "sales_code": "RETAIL"}
    (boxes,) = create_sales_prices(rows=[price | {"sales_type": "customer_price_group"}])
    systems.run("CUSTPRCGRP-PRICE", "full")
    systems.run("SALESPRC-PRODPRICE", "full")
    assert problem_sentence(SynchProblem.objects.get()) == (
        "The price is for the unit BOX, and Dynamics 365 Sales has item 1000 in its base unit only. Give "
        "the price in the base unit, or switch Unit Group Mapping on in the Connection Setup."
    )
    assert not ProductPriceLevel.objects.filter(pricelevelid__name="RETAIL").exists()
    systems.edit(boxes, unit_of_measure_code="PCS", unit_price=65)
    systems.run("SALESPRC-PRODPRICE", "full")
    assert ProductPriceLevel.objects.get(pricelevelid__name="RETAIL").amount == 65


def test_a_price_of_a_price_group_is_an_item_of_its_price_list(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    price = {"item_no": "1000", "unit_price": Decimal("70.25"), "unit_of_measure_code": "PCS"}
    (retail,) = create_sales_prices(
        rows=[price | {"sales_type": "customer_price_group", "sales_code": "RETAIL"}]
    )
    create_sales_prices(rows=[price | {"sales_type": "all_customers"}])
    systems.run("SALESPRC-PRODPRICE", "full")
    assert ("must_be_coupled", "sales_code") in [problem[:2] for problem in systems.problems()]
    systems.run("CUSTPRCGRP-PRICE", "full")
    systems.run("SALESPRC-PRODPRICE")
    row = ProductPriceLevel.objects.get(pricelevelid__name="RETAIL")
    assert (row.pricelevelid, row.productid) == (PriceLevel.objects.get(name="RETAIL"), chair[1])
    assert (row.amount, row.pricingmethodcode, row.uomid.name) == (Decimal("70.25"), 1, "PCS")
    systems.edit(retail, unit_price=Decimal(71))
    systems.run("SALESPRC-PRODPRICE")
    assert (now(row, "amount"), systems.problems()) == (71, [])


def test_a_price_of_an_item_that_is_not_coupled_names_the_item(
    systems: TwoSystems, pieces: UnitOfMeasure
) -> None:
    item()
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    systems.run("CUSTPRCGRP-PRICE", "full")
    price = {"item_no": "1000", "unit_price": Decimal("70.25"), "sales_type": "customer_price_group"}
    create_sales_prices(rows=[price | {"sales_code": "RETAIL"}])
    systems.run("SALESPRC-PRODPRICE", "full")
    assert [problem[:2] for problem in systems.problems()] == [("must_be_coupled", "item_no")]
    systems.run("ITEM-PRODUCT", "full")
    systems.run("SALESPRC-PRODPRICE")
    assert ProductPriceLevel.objects.filter(pricelevelid__name="RETAIL").count() == 1


def test_a_price_of_the_crm_is_found_by_the_number_of_its_product(
    systems: TwoSystems, chair: tuple[Item, Product]
) -> None:
    found = search_crm(mapping_name="SALESPRC-PRODPRICE", text="1000")
    assert [candidate.name for candidate in found] == ["1000"]
    assert search_crm(mapping_name="SALESPRC-PRODPRICE", text="2000") == []


def test_an_item_that_stands_for_written_in_products_no_more_becomes_a_product(
    systems: TwoSystems, pieces: UnitOfMeasure
) -> None:
    systems.set_mapping("ITEM-PRODUCT", synch_only_coupled_records=False)
    item("MISC")
    save_setup(model=SalesReceivablesSetup, values={"write_in_product_no": "MISC"})
    systems.run("ITEM-PRODUCT")
    assert not Product.objects.exists()
    item("OTHER")
    save_setup(model=SalesReceivablesSetup, values={"write_in_product_no": "OTHER"})
    systems.run("ITEM-PRODUCT")
    assert list(Product.objects.values_list("productnumber", flat=True)) == ["MISC"]
