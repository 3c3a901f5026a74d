"""Choosing how units go to the CRM: what the choice switches, what it leaves, when it is refused."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.models import Product, ProductPriceLevel, UoM
from crm_integration import full_synch
from crm_integration.actions.action import Call
from crm_integration.actions.on_mappings import EDIT_MAPPING, Edited
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.connection.unit_groups import choose_unit_groups
from crm_integration.coupling.create_on_other_side import create_in_crm
from crm_integration.full_synch import review
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    IntegrationFieldMapping,
    IntegrationTableMapping,
    Job,
    JobQueueEntry,
)
from crm_integration.sentences import sentence
from crm_integration.synch_engine.mapping_store import load_mapping, restore_defaults, stored_mapping
from erp.admin.roles import ADMINISTRATOR
from erp.models import Item
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.create_units_of_measure import create_units_of_measure
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage, messages_of
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SETUP = "/admin/connection-setup/"
OF_UNITS = ["UNIT OF MEASURE", "UNIT GROUP", "ITEM UOM", "RESOURCE UOM"]


def choose(is_wanted: bool) -> None:
    choose_unit_groups(is_wanted=is_wanted, now=timezone.now())


def on() -> list[str]:
    """The mappings of units that are on."""
    mappings = IntegrationTableMapping.objects.filter(name__in=OF_UNITS, is_enabled=True)
    return list(mappings.values_list("name", flat=True))


def entries() -> list[str]:
    return list(JobQueueEntry.objects.filter(mapping__in=OF_UNITS).values_list("code", flat=True))


def unit_rows(name: str) -> list[str]:
    rows = [row for row in load_mapping(name).fields if "unit_of_measure" in row.erp_field]
    return [f"{row.erp_field} {row.crm_column}" for row in rows]


@pytest.fixture
def chair(systems: TwoSystems) -> Item:
    create_units_of_measure(rows=[{"code": "PCS"}, {"code": "BOX"}])
    row = {"no": "1000", "description": "Chair", "base_unit_of_measure": "PCS"}
    (created,) = create_items(rows=[row | {"unit_price": Decimal("79.5")}])
    box = {"item_no": "1000", "code": "BOX", "qty_per_unit_of_measure": 4}
    create_item_units_of_measure(rows=[box])
    return created


def test_at_first_every_unit_of_measure_is_a_unit_group(systems: TwoSystems) -> None:
    assert not ConnectionSetup.get().unit_group_mapping_enabled
    assert (on(), entries()) == (["UNIT OF MEASURE"], ["UNIT OF MEASURE"])
    assert unit_rows("ITEM-PRODUCT") == ["base_unit_of_measure defaultuomscheduleid"]


def test_the_choice_switches_mappings_rows_and_jobs_and_can_be_taken_back(systems: TwoSystems) -> None:
    before = {name: load_mapping(name) for name in ("ITEM-PRODUCT", "RESOURCE-PRODUCT", "SALESPRC-PRODPRICE")}
    choose(True)
    assert (on(), entries()) == (OF_UNITS[1:], OF_UNITS[1:])
    assert unit_rows("ITEM-PRODUCT") == ["base_unit_of_measure defaultuomid"]
    assert unit_rows("SALESPRC-PRODPRICE") == ["unit_of_measure_code uomid"]
    assert JobQueueEntry.objects.get(code="ITEM UOM").status == JobQueueEntry.Status.READY
    choose(False)
    assert (on(), entries()) == (["UNIT OF MEASURE"], ["UNIT OF MEASURE"])
    after = {name: load_mapping(name) for name in before}
    assert {name: set(mapping.fields) for name, mapping in after.items()} == {
        name: set(mapping.fields) for name, mapping in before.items()
    }
    assert all(after[name].derived == before[name].derived for name in before)


def test_what_an_administrator_edited_stays(systems: TwoSystems) -> None:
    rows = IntegrationFieldMapping.objects.filter(mapping="ITEM-PRODUCT", crm_column="currentcost")
    rows.update(is_enabled=False)
    systems.set_mapping("ITEM-PRODUCT", update_conflict_resolution="send_update")
    choose(True)
    assert not rows.get().is_enabled
    assert stored_mapping("ITEM-PRODUCT").update_conflict_resolution == "send_update"


def test_what_an_administrator_switched_off_is_off_again_when_the_choice_is_taken_back(
    systems: TwoSystems,
) -> None:
    systems.set_mapping("UNIT OF MEASURE", is_enabled=False)
    choose(True)
    systems.set_mapping("RESOURCE UOM", is_enabled=False)
    choose(False)
    assert on() == []
    choose(True)
    assert on() == ["UNIT GROUP", "ITEM UOM"]


def test_the_default_setup_of_a_mapping_is_that_of_the_way_that_was_chosen(systems: TwoSystems) -> None:
    choose(True)
    IntegrationFieldMapping.objects.filter(mapping="ITEM-PRODUCT").delete()
    restore_defaults("ITEM-PRODUCT")
    assert unit_rows("ITEM-PRODUCT") == ["base_unit_of_measure defaultuomid"]


def refusal(is_wanted: bool) -> str:
    from crm_integration.connection.unit_groups import UnitGroupsFixed

    with pytest.raises(UnitGroupsFixed) as caught:
        choose(is_wanted)
    return sentence(caught.value.code, caught.value.params)


@pytest.mark.parametrize("by_unit_group", [False, True])
def test_the_choice_is_refused_either_way_while_products_and_prices_are_coupled(
    systems: TwoSystems, chair: Item, by_unit_group: bool
) -> None:
    choose(by_unit_group)
    create_resources(rows=[{"no": "R1", "name": "Fitter", "base_unit_of_measure": "PCS"}])
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    price = {"item_no": "1000", "unit_price": 70, "sales_type": "customer_price_group"}
    create_sales_prices(rows=[price | {"sales_code": "RETAIL"}])
    systems.run_all("full")
    told = refusal(not by_unit_group)
    assert told.startswith(
        "Products and prices are coupled (3, by ITEM-PRODUCT, RESOURCE-PRODUCT, SALESPRC-PRODPRICE), and "
        "Dynamics 365 Sales never lets a product have another unit group."
    )
    assert ConnectionSetup.get().unit_group_mapping_enabled is by_unit_group
    assert on() == (OF_UNITS[1:] if by_unit_group else OF_UNITS[:1])


def test_the_choice_waits_for_a_synchronization_of_products(systems: TwoSystems) -> None:
    Job.objects.create(kind="synchronize", exclusive_key="mapping:ITEM-PRODUCT", status=Job.Status.RUNNING)
    assert refusal(True) == ("ITEM-PRODUCT is being synchronized. Wait until that has ended, then change it.")


def test_the_choice_waits_for_a_full_synchronization(systems: TwoSystems) -> None:
    full_synch.start(now=timezone.now())
    assert refusal(True) == ("The full synchronization is going on. Stop it or wait until it has ended.")


def synchronize(systems: TwoSystems) -> None:
    """One full synchronization, from its start until nothing follows."""
    systems.sent.requests.clear()
    full_synch.start(now=timezone.now())
    while full_synch.running() or Job.objects.filter(finished_at=None).exists():
        systems.work_all()
        full_synch.advance(timezone.now())


def test_an_installation_of_the_other_way_is_switched_once_its_products_are_uncoupled(
    systems: TwoSystems, chair: Item
) -> None:
    synchronize(systems)
    old = Product.objects.get()
    assert refusal(True)
    Coupling.objects.filter(mapping="ITEM-PRODUCT").delete()
    systems.change(old, statecode=1, productnumber="1000-OLD")
    choose(True)
    assert Coupling.objects.filter(mapping="UNIT OF MEASURE").count() == 2
    synchronize(systems)
    new = Product.objects.exclude(pk=old.pk).get()
    assert (new.defaultuomscheduleid.name, new.defaultuomid.name) == ("ITEM 1000", "PCS")
    assert review(timezone.now()).is_in_step
    assert {line.name for line in review(timezone.now()).lines} >= set(OF_UNITS[1:])
    assert "UNIT OF MEASURE" not in {line.name for line in review(timezone.now()).lines}
    synchronize(systems)
    assert (systems.sent.writes, systems.problems()) == ([], [])


def test_one_full_synchronization_brings_everything_and_a_second_writes_nothing(
    systems: TwoSystems, chair: Item
) -> None:
    choose(True)
    create_resources(rows=[{"no": "R1", "name": "Fitter", "base_unit_of_measure": "PCS", "unit_price": 90}])
    create_customer_price_groups(rows=[{"code": "RETAIL"}])
    price = {"item_no": "1000", "sales_type": "customer_price_group", "sales_code": "RETAIL"}
    create_sales_prices(
        rows=[price | {"unit_price": 70}, price | {"unit_price": 250, "unit_of_measure_code": "BOX"}]
    )
    synchronize(systems)
    assert (review(timezone.now()).is_in_step, systems.problems()) == (True, [])
    found = ProductPriceLevel.objects.order_by("amount").select_related("productid", "uomid", "pricelevelid")
    assert [(row.pricelevelid.name, row.productid.name, row.uomid.name, row.amount) for row in found] == [
        ("RETAIL", "Chair", "PCS", 70),
        ("Business Central Default Price List", "Chair", "PCS", Decimal("79.5")),
        ("Business Central Default Price List", "Fitter", "PCS", 90),
        ("RETAIL", "Chair", "BOX", 250),
    ]
    synchronize(systems)
    assert (systems.sent.writes, systems.problems()) == ([], [])


def test_the_review_runs_unit_groups_then_units_then_products(systems: TwoSystems, chair: Item) -> None:
    choose(True)
    full_synch.create_lines()
    lines = {line.name: line for line in review(timezone.now()).lines}
    names = list(lines)
    assert names.index("UNIT GROUP") < names.index("ITEM UOM") < names.index("ITEM-PRODUCT")
    assert lines["ITEM UOM"].depends_on == ("UNIT GROUP",)
    assert lines["ITEM-PRODUCT"].depends_on == ("ITEM UOM",)
    assert lines["RESOURCE-PRODUCT"].depends_on == ("RESOURCE UOM",)


def test_a_new_item_comes_with_its_units_when_the_way_was_chosen(systems: TwoSystems, chair: Item) -> None:
    choose(True)
    create_in_crm(mapping_name="ITEM-PRODUCT", erp_ids=[chair.id])
    systems.work_all()
    assert Product.objects.get().defaultuomid.name == "PCS"
    assert set(UoM.objects.filter(uomscheduleid__name="ITEM 1000").values_list("name", flat=True)) == {
        "ITEM 1000",
        "PCS",
    }


# On the pages


@pytest.mark.parametrize(
    ("name", "by_unit_group", "told"),
    [
        ("UNIT GROUP", False, "The mapping UNIT GROUP is for unit groups. Switch Unit Group Mapping on in "),
        ("UNIT OF MEASURE", True, "The mapping UNIT OF MEASURE is not used with unit groups. Switch Unit "),
    ],
)
def test_a_mapping_of_the_other_way_is_not_switched_on_by_itself(
    stage: Stage, name: str, by_unit_group: bool, told: str
) -> None:
    choose(by_unit_group)
    stored = stored_mapping(name)
    edited = Edited(load_mapping(name), is_enabled=True, row_version=stored.row_version)
    call = Call(user=stage.user(ADMINISTRATOR), now=timezone.now(), mapping=name, inputs={"edited": edited})
    with pytest.raises(ActionRefused) as caught:
        perform(EDIT_MAPPING, call)
    assert sentence(caught.value.code, caught.value.params).startswith(told)


def test_the_setup_page_makes_the_choice_and_says_why_it_cannot(stage: Stage) -> None:
    administrator: Client = stage.sign_in(ADMINISTRATOR)
    page = administrator.get(SETUP)
    assert "one unit per unit group" in page.content.decode()
    answer = administrator.post(SETUP, posted_back(page, unit_group_mapping_enabled="on"), follow=True)
    assert messages_of(answer) == ["The connection setup was saved."]
    assert "by unit groups" in answer.content.decode()
    assert ConnectionSetup.get().unit_group_mapping_enabled
    Job.objects.create(kind="synchronize", exclusive_key="mapping:ITEM-PRODUCT", status=Job.Status.RUNNING)
    values: dict[str, Any] = posted_back(administrator.get(SETUP), web_client_url="https://erp.example.com")
    values.pop("unit_group_mapping_enabled")
    refused = administrator.post(SETUP, values)
    assert refused.status_code == 422
    assert "ITEM-PRODUCT is being synchronized." in refused.content.decode()
    assert ConnectionSetup.get().web_client_url == ""


@pytest.mark.parametrize("page", ["", "restore/"])
def test_what_was_edited_is_compared_with_the_mapping_of_the_mode(stage: Stage, page: str) -> None:
    choose_unit_groups(is_wanted=True, now=timezone.now())
    rows = IntegrationFieldMapping.objects.filter(mapping="ITEM-PRODUCT", crm_column="defaultuomid")
    assert rows.update(is_enabled=False) == 1
    shown = stage.sign_in(ADMINISTRATOR).get(f"/admin/integration-table-mappings/ITEM-PRODUCT/{page}")
    assert shown.status_code == 200
