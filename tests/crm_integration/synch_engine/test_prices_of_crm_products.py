"""Products that people make in the CRM bring their price along when they become items."""

from decimal import Decimal
from typing import Any

import pytest

from crm.demo.factories import RecordFactory
from crm.models import Product, ProductPriceLevel, TransactionCurrency
from crm_integration.coupling.create_on_other_side import create_in_erp
from erp.models import Item
from erp.operations.create_units_of_measure import create_units_of_measure
from tests.crm_integration.synch_engine.test_same_numbers import product
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


class CurrencyFactory(RecordFactory):
    _table = "transactioncurrency"

    currencyname = "Euro"
    currencysymbol = "€"
    isocurrencycode = "EUR"
    exchangerate = Decimal("0.9")
    currencyprecision = 2


@pytest.fixture
def systems(systems: TwoSystems) -> TwoSystems:
    create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    systems.run("UNIT OF MEASURE", "full")
    return systems


def item_of(systems: TwoSystems, **values: Any) -> Item:
    made = product(systems, "X1", **values)
    create_in_erp(mapping_name="ITEM-PRODUCT", crm_ids=[made.pk])
    systems.work_all()
    return Item.objects.get()


def dollars() -> TransactionCurrency:
    return TransactionCurrency.objects.get(isocurrencycode="USD")


def test_an_item_costs_what_its_product_does_and_from_then_on_the_erp_decides(systems: TwoSystems) -> None:
    lamp = item_of(systems, price=Decimal("79.5"), transactioncurrencyid=dollars())
    assert (lamp.unit_price, systems.problems()) == (Decimal("79.5"), [])
    assert ProductPriceLevel.objects.get().amount == Decimal("79.5")
    systems.sent.requests.clear()
    systems.run("ITEM-PRODUCT")
    systems.change(Product.objects.get(), price=Decimal(60))
    systems.run("ITEM-PRODUCT")
    assert now(lamp, "unit_price") == Decimal("79.5")
    systems.edit(lamp, unit_price=Decimal(81))
    systems.run("ITEM-PRODUCT")
    assert (now(Product.objects.get(), "price"), ProductPriceLevel.objects.get().amount) == (81, 81)


@pytest.mark.parametrize("price", [None, Decimal(0)])
def test_a_product_without_a_price_is_an_item_without_one(systems: TwoSystems, price: Decimal | None) -> None:
    assert item_of(systems, price=price, transactioncurrencyid=dollars()).unit_price == 0


def test_a_price_in_another_currency_is_not_taken_for_a_local_one(systems: TwoSystems) -> None:
    euro = CurrencyFactory.create()
    assert item_of(systems, price=Decimal(79), transactioncurrencyid=euro).unit_price == 0
