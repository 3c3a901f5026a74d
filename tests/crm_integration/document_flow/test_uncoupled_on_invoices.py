"""What an invoice names and the CRM does not know yet is created there on the way, or written in."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from crm.models import Account, Invoice, InvoiceDetail, Product, UoMSchedule
from crm_integration.connection.unit_groups import choose_unit_groups
from crm_integration.job_queue import claim, enqueue
from crm_integration.models import Coupling, Job, SynchJob
from crm_integration.sentences import sentence
from erp.models import Customer, Item, SalesReceivablesSetup
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from tests.crm_integration.document_flow.invoices import create, sold
from tests.crm_integration.document_flow.sales import CHAIR, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
DESK, OLE = "2000", "OLE"


@pytest.fixture
def desk(sales: Sales) -> dict[str, Any]:
    """A line with an item that is not in the CRM yet."""
    unit = {"base_unit_of_measure": "PCS"}
    create_items(rows=[{"no": DESK, "description": "Desk", "unit_price": Decimal(200), **unit}])
    return {"type": "item", "no": DESK, "quantity": 1}


@pytest.fixture
def hour(sales: Sales) -> dict[str, Any]:
    """A line with a resource that is not in the CRM yet."""
    unit = {"base_unit_of_measure": "PCS"}
    create_resources(rows=[{"no": OLE, "name": "Ole", "unit_price": Decimal(50), **unit}])
    return {"type": "resource", "no": OLE, "quantity": 2}


def told() -> list[tuple[Any, ...]]:
    lines = InvoiceDetail.objects.order_by("lineitemnumber")
    return list(lines.values_list("productname", "productdescription", "isproductoverridden"))


def test_items_and_resources_become_products_on_the_way(sales: Sales, desk: Any, hour: Any) -> None:
    invoice = sold(sales, desk, hour)
    result = create(sales, invoice)
    assert result.problem is None
    assert told() == [("Desk", None, False), ("Ole", None, False)]
    numbers = Product.objects.exclude(productnumber__in=(CHAIR, "LINA")).values_list(
        "productnumber", "producttypecode"
    )
    assert sorted(numbers) == [(DESK, 1), (OLE, 3)]
    coupled = Coupling.objects.filter(state="coupled", erp_id=Item.objects.get(no=DESK).id)
    assert coupled.count() == 1
    runs = SynchJob.objects.filter(inserted=1, status="success", job__status=Job.Status.FINISHED)
    assert set(runs.values_list("mapping", flat=True)) >= {"ITEM-PRODUCT", "RESOURCE-PRODUCT"}


def test_the_customer_becomes_an_account_on_the_way(sales: Sales) -> None:
    customer = sales.systems.customer("Bravo")
    invoice = sold(sales, sell_to_customer_no=customer.no)
    assert create(sales, invoice).problem is None
    account: Any = Account.objects.get(name="Bravo")
    assert now(Invoice.objects.get(), "customerid") == account.pk == sales.systems.couplings()[customer.id]


def test_where_units_go_by_unit_groups_the_items_own_come_first(sales: Sales, desk: Any) -> None:
    Coupling.objects.filter(mapping__in=("ITEM-PRODUCT", "RESOURCE-PRODUCT")).delete()
    choose_unit_groups(is_wanted=True, now=timezone.now())
    assert create(sales, sold(sales, desk)).problem is None
    product: Any = Product.objects.get(productnumber=DESK)
    group = UoMSchedule.objects.get(name=f"ITEM {DESK}")
    assert now(product, "defaultuomscheduleid_id") == group.pk
    assert now(InvoiceDetail.objects.get(), "uomid_id") == now(product, "defaultuomid_id")


def test_an_item_outside_the_filter_is_written_in(sales: Sales, desk: Any) -> None:
    only_chairs = {"field": "no", "operator": "eq", "value": CHAIR}
    sales.systems.set_mapping("ITEM-PRODUCT", erp_filter=only_chairs)
    assert create(sales, sold(sales, desk)).problem is None
    assert told() == [(told()[0][0], f"{DESK} Desk.", True)]
    assert not Product.objects.filter(productnumber=DESK).exists()


def test_the_write_in_product_is_written_in(sales: Sales, desk: Any) -> None:
    SalesReceivablesSetup.objects.update(write_in_product_type="item", write_in_product_no=DESK)
    assert create(sales, sold(sales, desk)).problem is None
    assert told()[0][2]
    assert not Product.objects.filter(productnumber=DESK).exists()


def test_while_items_are_synchronized_the_invoice_waits_for_its_turn(sales: Sales, desk: Any) -> None:
    invoice = sold(sales, desk)
    running = enqueue(
        kind="synchronize", arguments={"mapping": "ITEM-PRODUCT"}, exclusive_key="mapping:ITEM-PRODUCT"
    )
    assert claim(job_id=running.pk, owner="a worker", now=running.created_at)
    problem = create(sales, invoice).problem
    assert problem
    assert sentence(problem.code, problem.params) == (
        "Item 2000 Desk is not coupled with a product, and could not be created in Dynamics 365 Sales: "
        "It is being created there at this moment. Try again in a minute."
    )
    Job.objects.filter(pk=running.pk).delete()
    sales.systems.work_all()
    assert create(sales, invoice).problem is None
    assert Invoice.objects.count() == Product.objects.filter(productnumber=DESK).count() == 1


def test_nothing_is_created_twice_when_the_answer_is_lost(sales: Sales, desk: Any) -> None:
    customer: Customer = sales.systems.customer("Bravo")
    invoice = sold(sales, desk, sell_to_customer_no=customer.no)
    for _ in range(3):
        sales.systems.fault("answer_lost", rate=1, remaining=1, method="POST")
        create(sales, invoice)
    found = (
        Account.objects.filter(name="Bravo"),
        Product.objects.filter(productnumber=DESK),
        Invoice.objects,
    )
    assert [rows.count() for rows in found] == [1, 1, 1]
