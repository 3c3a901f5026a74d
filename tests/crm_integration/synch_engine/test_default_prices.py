"""The default price list: every product has its price there, so that a salesperson can sell it at once."""

from decimal import Decimal

import pytest
from django.utils import timezone

from crm.models import InjectedFault, PriceLevel, Product, ProductPriceLevel
from crm_integration.job_queue import free_leases_of
from crm_integration.jobs.process import process_owner
from crm_integration.models import ConnectionSetup, SynchProblem
from crm_integration.sentences import problem_sentence
from crm_integration.synch_engine.applier.default_prices import DefaultPrices
from crm_integration.synch_engine.default_price_list import NAME
from erp.models import Item
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from erp.operations.create_units_of_measure import create_units_of_measure
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def chair(systems: TwoSystems) -> Item:
    create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    systems.run("UNIT OF MEASURE", "full")
    row = {"no": "1000", "description": "Chair", "base_unit_of_measure": "PCS"}
    (created,) = create_items(rows=[row | {"unit_price": Decimal("79.5")}])
    return created


def prices() -> list[tuple[str, str, Decimal | None]]:
    rows = ProductPriceLevel.objects.filter(pricelevelid__name=NAME).order_by("amount")
    return [(row.productid.name, row.uomid.name, row.amount) for row in rows]


def test_a_new_product_has_its_price_and_the_price_list_that_it_stands_in(
    systems: TwoSystems, chair: Item
) -> None:
    systems.run("ITEM-PRODUCT", "full")
    price_list, product = PriceLevel.objects.get(), Product.objects.get()
    assert (price_list.name, product.pricelevelid) == (NAME, price_list)
    assert price_list.transactioncurrencyid_id == ConnectionSetup.get().base_currency_id
    assert prices() == [("Chair", "PCS", Decimal("79.5"))]


def test_a_second_run_writes_nothing(systems: TwoSystems, chair: Item) -> None:
    systems.run("ITEM-PRODUCT", "full")
    systems.sent.requests.clear()
    assert systems.run("ITEM-PRODUCT", "full") == {"<- unchanged": 1}
    assert systems.sent.writes == []


def test_a_new_price_arrives_and_a_new_name_leaves_the_price_alone(systems: TwoSystems, chair: Item) -> None:
    systems.run("ITEM-PRODUCT", "full")
    systems.edit(chair, unit_price=Decimal(85))
    systems.run("ITEM-PRODUCT")
    assert prices() == [("Chair", "PCS", Decimal(85))]
    systems.sent.requests.clear()
    systems.edit(chair, description="Armchair")
    systems.run("ITEM-PRODUCT")
    assert len(systems.sent.writes) == 1


def test_another_base_unit_is_another_unit_group_which_a_product_never_gets(
    systems: TwoSystems, chair: Item
) -> None:
    systems.run("ITEM-PRODUCT", "full")
    create_units_of_measure(rows=[{"code": "SET", "description": "Set"}])
    systems.run("UNIT OF MEASURE", "full")
    systems.edit(chair, base_unit_of_measure="SET")
    systems.run("ITEM-PRODUCT")
    assert prices() == [("Chair", "PCS", Decimal("79.5"))]
    sentence = problem_sentence(SynchProblem.objects.get())
    assert "Retire the product and give it another product ID, delete its coupling" in sentence


def test_a_resource_has_its_price_there_too(systems: TwoSystems, chair: Item) -> None:
    create_resources(rows=[{"no": "R1", "name": "Fitter", "base_unit_of_measure": "PCS", "unit_price": 90}])
    systems.run("ITEM-PRODUCT", "full")
    systems.run("RESOURCE-PRODUCT", "full")
    assert prices() == [("Chair", "PCS", Decimal("79.5")), ("Fitter", "PCS", Decimal(90))]


def test_a_price_that_the_crm_refuses_is_a_problem_and_is_tried_again(
    systems: TwoSystems, chair: Item
) -> None:
    systems.fault("server_error", route="/api/data/*/productpricelevels*", method="PATCH")
    systems.run("ITEM-PRODUCT", "full")
    assert (prices(), len(systems.problems())) == ([], 1)
    InjectedFault.objects.all().delete()
    systems.run("ITEM-PRODUCT")
    assert (prices(), systems.problems()) == ([("Chair", "PCS", Decimal("79.5"))], [])


def test_a_lost_answer_leaves_one_price_and_no_problem(systems: TwoSystems, chair: Item) -> None:
    systems.fault("answer_lost", route="/api/data/*/productpricelevels*", method="PATCH", remaining=1)
    systems.run("ITEM-PRODUCT", "full")
    assert InjectedFault.objects.get().remaining == 0
    assert (prices(), systems.problems()) == ([("Chair", "PCS", Decimal("79.5"))], [])


def test_a_run_that_dies_before_the_price_is_completed_by_the_next(
    systems: TwoSystems, chair: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(DefaultPrices, "write", die)
        with pytest.raises(Killed):
            systems.run("ITEM-PRODUCT", "full")
    assert (Product.objects.count(), prices()) == (1, [])
    free_leases_of(process_owner(), now=timezone.now())
    (job,) = systems.work_all()
    assert (Product.objects.count(), prices()) == (1, [("Chair", "PCS", Decimal("79.5"))])
    assert systems.counted(job)["-> inserted"] == 1


def test_a_price_list_that_was_deleted_is_made_again_by_a_full_run(systems: TwoSystems, chair: Item) -> None:
    systems.run("ITEM-PRODUCT", "full")
    first = PriceLevel.objects.get()
    ProductPriceLevel.objects.all().delete()
    Product.objects.update(pricelevelid=None)
    systems.remove(first)
    systems.edit(chair, unit_price=Decimal(80))
    systems.run("ITEM-PRODUCT", "full")
    assert prices() == [("Chair", "PCS", Decimal(80))]
