"""Why an invoice is not in the CRM stands with the invoice and among the errors, until it is there."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from crm.models import Invoice
from crm_integration.coupling.couple import couple
from crm_integration.coupling.mapping_changed import mapping_changed
from crm_integration.coupling.repair import retry_all
from crm_integration.document_flow.posted_sales_invoices.create_many import create_invoices_later
from crm_integration.models import Coupling, Job, SynchProblem
from erp.models import Item, SalesInvoiceHeader
from tests.crm_integration.document_flow.invoices import create, sold
from tests.crm_integration.document_flow.sales import CHAIR, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
INVOICES = "POSTEDSALESINV-INV"
ERRORS, LIST = "/admin/coupled-data-synchronization-errors/", "/admin/erp/salesinvoiceheader/"
SAID = "Item 1000 Chair is blocked."


def text_of(browser: Client, page: str) -> str:
    answer = browser.get(page, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def block(is_blocked: bool) -> None:
    Item.objects.filter(no=CHAIR).update(blocked=is_blocked)


def work(sales: Sales) -> None:
    """Everything that was asked for, at once."""
    Job.objects.filter(finished_at=None).update(not_before=None)
    sales.systems.work_all()


def create_many(sales: Sales, *invoices: SalesInvoiceHeader) -> Job:
    return sales.systems.work(create_invoices_later([invoice.id for invoice in invoices]).pk)


@pytest.fixture
def refused(sales: Sales) -> SalesInvoiceHeader:
    """Its item was blocked after the posting."""
    invoice = sold(sales)
    block(True)
    return invoice


def test_a_job_says_of_each_refused_invoice_why(
    sales: Sales, refused: SalesInvoiceHeader, processor: Client
) -> None:
    fine = sold(sales, {"type": "resource", "no": "LINA", "quantity": 1})
    job = create_many(sales, refused, fine)
    assert (job.status, job.failed_records) == (Job.Status.FINISHED, 1)
    assert list(SynchProblem.objects.values_list("mapping", "erp_id", "code", "times", "is_due")) == [
        (INVOICES, refused.id, "line_record_blocked", 1, False)
    ]
    card = f"{LIST}{refused.pk}/change/"
    assert all(SAID in text_of(processor, page) for page in (card, f"{ERRORS}?group=list"))
    assert "Failed" in text_of(processor, LIST)
    page = text_of(processor, f"/admin/integration-jobs/{job.pk}/")
    assert "Creation of invoices in Dynamics 365 Sales" in page
    assert "What could not be created is listed with the reason" in page


def test_the_link_leads_to_the_record_that_is_to_be_changed(
    sales: Sales, refused: SalesInvoiceHeader, processor: Client
) -> None:
    create(sales, refused)
    card = processor.get(f"{LIST}{refused.pk}/change/", follow=True).content.decode()
    assert f"/admin/erp/item/{sales.item.pk}/change/" in card


def test_refused_again_it_is_one_problem_that_came_twice(sales: Sales, refused: SalesInvoiceHeader) -> None:
    create(sales, refused)
    first = SynchProblem.objects.get().first_failed_at
    create(sales, refused)
    problem = SynchProblem.objects.get()
    assert (problem.times, problem.first_failed_at, problem.is_skipped) == (2, first, False)


def test_runs_leave_it_alone_and_create_nothing(sales: Sales, refused: SalesInvoiceHeader) -> None:
    create(sales, refused)
    SynchProblem.objects.update(is_due=True)
    for scope in ("modified", "full", "due"):
        sales.systems.run(INVOICES, scope)
    assert SynchProblem.objects.get().code == "line_record_blocked"
    assert not Invoice.objects.exists()


def test_a_retry_creates_it_and_the_problem_is_gone(sales: Sales, refused: SalesInvoiceHeader) -> None:
    create(sales, refused)
    retry_all()
    work(sales)
    assert (SynchProblem.objects.get().code, Invoice.objects.count()) == ("line_record_blocked", 0)
    block(False)
    retry_all()
    work(sales)
    assert not SynchProblem.objects.exists()
    assert now(Invoice.objects.get(), "invoicenumber") == refused.no


def test_the_button_on_the_page_of_errors_retries_it(
    sales: Sales, refused: SalesInvoiceHeader, processor: Client
) -> None:
    create(sales, refused)
    block(False)
    processor.post(f"{ERRORS}retry/", {"problem": [SynchProblem.objects.get().pk]})
    work(sales)
    assert (Invoice.objects.count(), SynchProblem.objects.count()) == (1, 0)


def test_creating_it_by_hand_takes_the_problem_away(sales: Sales, refused: SalesInvoiceHeader) -> None:
    create(sales, refused)
    block(False)
    assert create(sales, refused).is_new
    assert not SynchProblem.objects.exists()


def test_it_follows_when_its_customer_is_coupled(sales: Sales) -> None:
    customer = sales.systems.customer("Bravo")
    invoice = sold(sales, sell_to_customer_no=customer.no)
    sales.systems.set_mapping("CUSTOMER", direction="from_integration_table")
    assert create(sales, invoice).problem
    account: Any = sales.systems.account("Bravo", customertypecode=3)
    couple(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=account.pk, synchronize="no")
    work(sales)
    assert now(Invoice.objects.get(), "customerid") == account.pk
    assert not SynchProblem.objects.exists()


def test_it_follows_when_the_mapping_of_lines_is_switched_on(sales: Sales) -> None:
    invoice = sold(sales)
    sales.systems.set_mapping("POSTEDSALESLINE-INV", is_enabled=False)
    assert create(sales, invoice).problem
    sales.systems.set_mapping("POSTEDSALESLINE-INV", is_enabled=True)
    mapping_changed("POSTEDSALESLINE-INV")
    work(sales)
    assert Invoice.objects.get().invoicenumber == invoice.no
    assert not Job.objects.filter(status=Job.Status.FAILED).exists()


def test_what_a_run_says_of_an_invoice_that_is_there_is_not_touched(sales: Sales) -> None:
    invoice = sold(sales)
    create(sales, invoice)
    coupled: UUID = Coupling.objects.get(mapping=INVOICES).crm_id
    SynchProblem.objects.create(
        mapping_id=INVOICES,
        erp_id=invoice.id,
        crm_id=coupled,
        cure="rejected",
        code="value_not_fitting",
        first_failed_at=timezone.now(),
        failed_at=timezone.now(),
    )
    assert create(sales, invoice).problem is None
    assert SynchProblem.objects.count() == 1
