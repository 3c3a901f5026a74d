"""A product whose number an item has already never becomes a second item under another number."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from crm.business_rules import uniqueness
from crm.business_rules.errors import DUPLICATE_ID
from crm.demo.factories import RecordFactory
from crm.models import Product, UoM, UoMSchedule
from crm_integration.admin.problem_groups import by_cause
from crm_integration.coupling.create_on_other_side import create_in_erp
from crm_integration.models import Coupling, SynchProblem
from crm_integration.sentences import cure_of, problem_sentence
from erp.models import Item, Resource
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from erp.operations.create_units_of_measure import create_units_of_measure
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


class ProductFactory(RecordFactory):
    _table = "product"

    name = "Chair"
    quantitydecimal = 2


@pytest.fixture
def systems(systems: TwoSystems) -> TwoSystems:
    create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    systems.run("UNIT OF MEASURE", "full")
    return systems


def item(no: str = "1000", **values: Any) -> Item:
    row = {"no": no, "description": "Chair", "base_unit_of_measure": "PCS", "unit_price": Decimal(79)}
    (created,) = create_items(rows=[row | values])
    return created


def product(systems: TwoSystems, number: str, **values: Any) -> Any:
    units = {"defaultuomscheduleid": UoMSchedule.objects.get(), "defaultuomid": UoM.objects.get()}
    made = ProductFactory.create(productnumber=number, **units, **values)
    systems.change(made, statecode=0)
    return made


def codes() -> list[str]:
    return list(SynchProblem.objects.order_by("code").values_list("code", flat=True))


def test_a_catalogue_whose_couplings_were_deleted_is_refused_and_then_coupled_by_its_numbers(
    systems: TwoSystems,
) -> None:
    chair, table = item("1000"), item("2000", description="Table")
    systems.run("ITEM-PRODUCT", "full")
    before = systems.couplings()
    Coupling.objects.filter(mapping="ITEM-PRODUCT").delete()
    for _ in range(2):
        systems.run("ITEM-PRODUCT", "full")
        assert (Item.objects.count(), Product.objects.count()) == (2, 2)
        assert codes() == ["crm_rejected", "crm_rejected", "number_exists_already", "number_exists_already"]
    assert all(cure_of(problem) for problem in SynchProblem.objects.all())
    systems.set_row("no", "ITEM-PRODUCT", use_for_match=True)
    systems.run("ITEM-PRODUCT", "couple")
    assert (codes(), systems.couplings()) == ([], before)
    assert {chair.id, table.id} <= before.keys()


def test_a_crm_that_calls_a_taken_number_a_duplicate_record_has_lost_none(
    systems: TwoSystems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uniqueness, "DUPLICATE_KEY", DUPLICATE_ID)
    chair, stool = item("1000"), item("2000")
    made = product(systems, "1000", producttypecode=3)  # not what the mapping looks at
    systems.run("ITEM-PRODUCT", "full")
    problem = SynchProblem.objects.get()
    assert (problem.erp_id, problem.code) == (chair.id, "number_taken_in_crm")
    assert "has a record with the number 1000 already" in problem_sentence(problem)
    assert systems.couplings().keys() >= {stool.id}
    systems.change(made, productnumber="S1000")
    systems.run("ITEM-PRODUCT", "full")
    assert (codes(), Product.objects.count()) == ([], 3)


def test_one_problem_leads_to_the_item_and_many_to_match_based_coupling(systems: TwoSystems) -> None:
    for number in ("1000", "2000"):
        item(number)
        product(systems, number)
    systems.run("ITEM-PRODUCT", "full")
    problems = SynchProblem.objects.filter(code="number_exists_already").order_by("params")
    assert problem_sentence(problems[0]) == (
        "Item 1000 Chair has the same number, so none is created. If it is the same thing, couple the two; "
        "if not, give one of them another number."
    )
    cure, chair = cure_of(problems[0]), Item.objects.get(no="1000")
    assert cure is not None
    assert cure.url == reverse("admin:set_up_coupling", args=["ITEM-PRODUCT", chair.pk])
    (group,) = by_cause(problems, None)
    assert group.shared_cure is not None
    assert (group.number, group.has_own_cures, "match" in group.shared_cure.url) == (2, True, True)
    assert group.heading == "Items with the same numbers are not coupled"


def test_set_up_coupling_of_an_item_begins_with_the_product_of_its_number(
    systems: TwoSystems, admin_client: Client
) -> None:
    chair = item("1000")
    for number, name in (("1000", "Stool"), ("2000", "Chair"), ("3000", "Lamp")):
        product(systems, number, name=name)
    url = reverse("admin:set_up_coupling", args=["ITEM-PRODUCT", chair.pk])
    pages = [admin_client.get(url).content.decode()]
    systems.change(Product.objects.get(name="Stool"), productnumber="4000")
    pages.append(admin_client.get(url).content.decode())
    listed = [[name in page for name in ("Stool", ">Chair<", "Lamp")] for page in pages]
    assert listed == [[True, False, False], [False, True, False]]


def test_a_number_is_compared_as_the_erp_writes_it_and_with_items_outside_the_filter(
    systems: TwoSystems,
) -> None:
    blocked = item("CHAIR-1", blocked=True)
    made = product(systems, " chair-1 ")
    create_in_erp(mapping_name="ITEM-PRODUCT", crm_ids=[made.pk])
    systems.work_all()
    assert (Item.objects.get(), codes()) == (blocked, ["number_exists_already"])
    systems.edit(blocked, blocked=False)
    systems.couple(blocked, made, "ITEM-PRODUCT")
    assert codes() == []


def test_an_item_that_is_coupled_with_another_product_keeps_its_number(systems: TwoSystems) -> None:
    item("1000")
    systems.run("ITEM-PRODUCT", "full")
    systems.change(Product.objects.get(), productnumber="1000-OLD")
    made = product(systems, "1000")
    create_in_erp(mapping_name="ITEM-PRODUCT", crm_ids=[made.pk])
    systems.work_all()
    problem = SynchProblem.objects.get()
    assert (problem.code, Item.objects.count()) == ("number_of_coupled_record", 1)
    assert "Change Product ID of this one there." in problem_sentence(problem)
    systems.change(made, productnumber="1001")
    create_in_erp(mapping_name="ITEM-PRODUCT", crm_ids=[made.pk])
    systems.work_all()
    assert (codes(), Item.objects.count()) == ([], 2)


def test_a_service_with_the_number_of_a_resource_is_refused_and_with_that_of_an_item_is_not(
    systems: TwoSystems,
) -> None:
    create_resources(rows=[{"no": "R1", "name": "Fitter", "base_unit_of_measure": "PCS"}])
    item("1000")
    services = [product(systems, number, producttypecode=3) for number in ("R1", "1000")]
    create_in_erp(mapping_name="RESOURCE-PRODUCT", crm_ids=[made.pk for made in services])
    systems.work_all()
    assert (codes(), Resource.objects.count()) == (["number_exists_already"], 2)
