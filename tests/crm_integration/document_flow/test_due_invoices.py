"""An invoice whose cure came is tried, however the cure came and whatever was in the way meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from crm.models import Invoice
from crm_integration.connection.enable import enable
from crm_integration.coupling.mapping_changed import mapping_changed
from crm_integration.coupling.repair import retry_all
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_PEOPLE
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.document_flow.posted_sales_invoices import create as creation
from crm_integration.job_queue import claim, enqueue
from crm_integration.models import Coupling, Job, SynchProblem
from crm_integration.synch_engine.look_again import look_again
from erp.models import SalesInvoiceHeader
from erp.operations.create_items import create_items
from tests.crm_integration.document_flow.invoices import create, sold
from tests.crm_integration.document_flow.sales import Sales
from tests.crm_integration.document_flow.test_refused_invoices_kept import block, work
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
INVOICES, DESK = "POSTEDSALESINV-INV", "2000"


@pytest.fixture
def of_desk(sales: Sales) -> SalesInvoiceHeader:
    """An invoice of an item that is not in the CRM yet."""
    create_items(rows=[{"no": DESK, "description": "Desk", "unit_price": 200, "base_unit_of_measure": "PCS"}])
    return sold(sales, {"type": "item", "no": DESK, "quantity": 1})


@pytest.fixture
def items_are_synchronized() -> Job:
    """By a worker, so that nobody else can create one of them."""
    arguments = {"mapping": "ITEM-PRODUCT"}
    job = enqueue(kind="synchronize", arguments=arguments, exclusive_key="mapping:ITEM-PRODUCT")
    assert claim(job_id=job.pk, owner="a worker", now=job.created_at)
    return job


def before_it_is_kept(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Something happens after the invoice was refused and before that is written down, once."""
    keep = creation.keep_problem

    def late(invoice: SalesInvoiceHeader, problem: Any, *, now: datetime) -> None:
        monkeypatch.setattr(creation, "keep_problem", keep)
        happens()
        keep(invoice, problem, now=now)

    monkeypatch.setattr(creation, "keep_problem", late)


def refused_while_blocked(sales: Sales, number: int) -> list[SalesInvoiceHeader]:
    invoices = [sold(sales) for _ in range(number)]
    block(True)
    assert all(create(sales, invoice).problem for invoice in invoices)
    block(False)
    return invoices


def test_what_was_due_while_the_connection_was_off_follows_with_the_next_run(sales: Sales) -> None:
    refused_while_blocked(sales, 1)
    retry_all()
    switch_off()
    work(sales)
    assert list(SynchProblem.objects.values_list("code", "is_due")) == [("line_record_blocked", True)]
    enable(setup=sales.setup, now=timezone.now(), with_sales=True)
    sales.systems.run(INVOICES)
    work(sales)
    assert (Invoice.objects.count(), SynchProblem.objects.count()) == (1, 0)


def test_what_becomes_due_before_the_job_begins_is_made_with_the_others(sales: Sales) -> None:
    refused_while_blocked(sales, 7)
    problems = SynchProblem.objects.order_by("pk")
    problems.filter(pk=problems[0].pk).update(is_due=True)
    look_again(INVOICES)
    look_again(INVOICES)
    problems.update(is_due=True)
    work(sales)
    jobs = Job.objects.filter(kind="create_invoices").values_list("status", "done", "failed_records")
    assert (list(jobs), Invoice.objects.count()) == ([(Job.Status.FINISHED, 7, 0)], 7)


def test_what_is_tried_in_vain_is_tried_once(sales: Sales) -> None:
    (invoice,) = refused_while_blocked(sales, 1)
    block(True)
    retry_all()
    work(sales)
    sales.systems.run(INVOICES)
    work(sales)
    assert list(SynchProblem.objects.values_list("erp_id", "times", "is_due")) == [(invoice.id, 1, False)]
    assert Job.objects.filter(kind="create_invoices").count() == 1


def test_it_follows_when_its_item_is_coupled_before_the_refusal_is_written_down(
    sales: Sales, of_desk: SalesInvoiceHeader, items_are_synchronized: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def couple() -> None:
        items_are_synchronized.delete()
        sales.systems.work_all()

    before_it_is_kept(monkeypatch, couple)
    assert create(sales, of_desk).problem
    work(sales)
    assert (Invoice.objects.count(), SynchProblem.objects.count()) == (1, 0)


def test_nothing_is_kept_of_an_invoice_that_somebody_else_created_meanwhile(
    sales: Sales, of_desk: SalesInvoiceHeader, items_are_synchronized: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtake() -> None:
        items_are_synchronized.delete()
        sales.systems.work_all()
        assert create(sales, of_desk).is_new

    before_it_is_kept(monkeypatch, overtake)
    assert create(sales, of_desk).problem
    assert (Invoice.objects.count(), SynchProblem.objects.count()) == (1, 0)


def test_it_follows_when_the_mapping_of_its_items_is_switched_on(
    sales: Sales, of_desk: SalesInvoiceHeader
) -> None:
    sales.systems.set_mapping("ITEM-PRODUCT", is_enabled=False)
    assert create(sales, of_desk).problem
    sales.systems.set_mapping("ITEM-PRODUCT", is_enabled=True)
    mapping_changed("ITEM-PRODUCT")
    work(sales)
    assert Invoice.objects.get().invoicenumber == of_desk.no


@pytest.mark.parametrize("cure", [Cure.DUPLICATE, Cure.CONCURRENCY])
def test_an_answer_that_it_is_there_is_not_believed_of_an_invoice_that_is_not(
    sales: Sales, cure: Cure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DataverseError(cure=cure, code="0x80040237", message="A record with these values exists.")

    invoice = sold(sales)
    monkeypatch.setattr(DataverseClient, "execute_atomically", refuse)
    problem = create(sales, invoice).problem
    assert problem and problem.code == f"crm_{cure.value}"
    assert SynchProblem.objects.get().code == problem.code
    assert not Coupling.objects.filter(mapping=INVOICES).exists()


def test_whoever_waits_for_a_product_to_be_created_waits_for_no_third_attempt(
    sales: Sales, of_desk: SalesInvoiceHeader
) -> None:
    sales.systems.fault("throttle", remaining=FOR_PEOPLE.attempts)
    problem = create(sales, of_desk).problem
    assert problem and problem.params["reason"]["code"] == "being_created"
    work(sales)
    assert Invoice.objects.get().invoicenumber == of_desk.no
