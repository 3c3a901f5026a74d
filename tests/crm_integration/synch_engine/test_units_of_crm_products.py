"""Products that people make in the CRM, where units go by unit groups: their items take their units over."""

from typing import Any

import pytest
from django.utils import timezone

from crm.demo.factories import RecordFactory
from crm.models import Product, UoM, UoMSchedule
from crm_integration.connection.unit_groups import choose_unit_groups
from crm_integration.coupling.create_on_other_side import create_in_erp
from crm_integration.models import Coupling, SynchProblem
from crm_integration.sentences import problem_sentence
from erp.models import Item, ItemUnitOfMeasure, UnitGroup
from erp.operations.create_units_of_measure import create_units_of_measure
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


class UnitGroupFactory(RecordFactory):
    _table = "uomschedule"


class UnitFactory(RecordFactory):
    _table = "uom"


class ProductFactory(RecordFactory):
    _table = "product"

    name = "Nail"
    quantitydecimal = 2


@pytest.fixture
def systems(systems: TwoSystems) -> TwoSystems:
    choose_unit_groups(is_wanted=True, now=timezone.now())
    create_units_of_measure(rows=[{"code": "PCS"}, {"code": "BOX"}])
    return systems


@pytest.fixture
def loose(systems: TwoSystems) -> Any:
    """A unit group of pieces that somebody made in the CRM."""
    return UnitGroupFactory.create(name="Loose", baseuomname="pcs")


def unit(group: UoMSchedule, name: str = "pcs", **values: Any) -> Any:
    found = UoM.objects.filter(uomscheduleid=group, name=name).first()
    return found or UnitFactory.create(name=name, uomscheduleid=group, **values)


def product(systems: TwoSystems, group: UoMSchedule, number: str = "N1", **values: Any) -> Any:
    made = ProductFactory.create(
        productnumber=number,
        defaultuomscheduleid=group,
        defaultuomid=values.pop("defaultuomid", None) or unit(group),
        **values,
    )
    systems.change(made, statecode=0)
    return made


def create_items_of(systems: TwoSystems, *products: Product) -> None:
    create_in_erp(mapping_name="ITEM-PRODUCT", crm_ids=[made.pk for made in products])
    systems.work_all()


def sentences() -> list[str]:
    return [problem_sentence(problem) for problem in SynchProblem.objects.order_by("pk")]


def test_its_item_is_counted_in_the_unit_of_the_same_name(systems: TwoSystems, loose: Any) -> None:
    made = product(systems, loose)
    create_items_of(systems, made)
    created = Item.objects.get()
    assert (created.description, created.base_unit_of_measure_id, sentences()) == ("Nail", "PCS", [])
    group, base = UnitGroup.objects.get(), ItemUnitOfMeasure.objects.get()
    couplings = systems.couplings()
    assert (couplings[group.id], couplings[base.id]) == (loose.pk, unit(loose).pk)


def test_its_item_keeps_the_group_of_the_product_from_then_on(systems: TwoSystems, loose: Any) -> None:
    made = product(systems, loose)
    create_items_of(systems, made)
    for name in ("UNIT GROUP", "ITEM UOM", "ITEM-PRODUCT"):
        systems.run(name, "full")
    systems.edit(Item.objects.get(), description="Steel nail")
    systems.run("ITEM-PRODUCT")
    assert (now(made, "name"), now(made, "defaultuomscheduleid"), sentences()) == ("Steel nail", loose, [])
    assert not UoMSchedule.objects.filter(name__startswith="ITEM ").exists()
    assert now(loose, "name") == "Loose"


@pytest.mark.parametrize(("name", "quantity"), [("CASK", 1), ("BOX", 12)])
def test_a_unit_that_the_back_office_does_not_know_as_one_piece_is_told(
    systems: TwoSystems, loose: Any, name: str, quantity: int
) -> None:
    made = product(systems, loose, defaultuomid=unit(loose, name, quantity=quantity))
    create_items_of(systems, made)
    assert not Item.objects.exists()
    (told,) = sentences()
    assert told.startswith(f"“{name}” cannot become the base unit of measure")


def test_two_products_of_one_group_leave_the_second_without_units_of_its_own(
    systems: TwoSystems, loose: Any
) -> None:
    create_items_of(systems, product(systems, loose, "N1"))
    second = product(systems, loose, "N2")
    create_items_of(systems, second)
    assert Item.objects.count() == 2
    assert Coupling.objects.filter(erp_table="unit_group").count() == 1
    systems.edit(Item.objects.latest("no"), description="Steel nail")
    systems.work_all()
    systems.run("ITEM-PRODUCT")
    systems.work_all()
    assert any("Retire the product and give it another product ID" in told for told in sentences())
    assert now(second, "defaultuomscheduleid") == loose
