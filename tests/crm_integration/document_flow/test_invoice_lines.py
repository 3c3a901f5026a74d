"""Lines of invoices take their columns through a mapping of their own, and go with their document only."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from crm.models import Invoice, InvoiceDetail
from crm_integration.actions.action import Call
from crm_integration.actions.on_problems import FIND_FOR_DELETED
from crm_integration.actions.on_records import CREATE_IN_CRM
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.full_synch.lines import ordered_mappings
from crm_integration.job_queue import enqueue
from crm_integration.models import ErpChange, IntegrationFieldMapping, Job, JobQueueEntry
from crm_integration.sentences import sentence
from crm_integration.synch_engine.mapping_store import restore_defaults
from erp.admin.roles import ADMINISTRATOR
from erp.models import SalesInvoiceLine
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.document_flow.invoices import create, invoiced, sold
from tests.crm_integration.document_flow.sales import CHAIR, LINA, Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
LINES = "POSTEDSALESLINE-INV"
CARD = f"/admin/integration-table-mappings/{LINES}/"


@pytest.fixture(autouse=True)
def _told(sales: Sales) -> None:
    """The CRM knows that the back office calculates, as it does where order integration is switched on."""
    sales.tell_crm()


@pytest.fixture
def administrator(sales: Sales) -> Client:
    user = User.objects.create_superuser("ada")
    user.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    browser = Client()
    browser.force_login(user)
    return browser


def add_row(erp_field: str, crm_column: str, constant: str = "") -> None:
    IntegrationFieldMapping.objects.create(
        mapping_id=LINES,
        position=9,
        erp_field=erp_field,
        crm_column=crm_column,
        constant_value=constant,
        direction="to_integration_table",
    )


def told(*columns: str) -> list[tuple[Any, ...]]:
    """The lines of the only invoice of the CRM."""
    return list(InvoiceDetail.objects.order_by("lineitemnumber").values_list(*columns))


def test_a_column_that_an_administrator_adds_is_sent_and_one_that_is_off_is_not(sales: Sales) -> None:
    add_row("description", "description")
    sales.systems.set_row("line_discount_amount", LINES, is_enabled=False)
    invoice = invoiced(sales, sales.order(sales.line(manualdiscountamount=Decimal("8.50")), sales.line(LINA)))
    create(sales, invoice)
    assert told("description", "quantity", "priceperunit", "manualdiscountamount", "extendedamount") == [
        ("Chair", 2, Decimal("79.5"), None, Decimal("150.5")),
        ("Lina", 2, 90, None, 180),
    ]


def test_lines_outside_the_filter_stay_and_the_invoice_is_still_owed_as_a_whole(sales: Sales) -> None:
    by_type = {"field": "type", "operator": "eq", "value": "item"}
    sales.systems.set_mapping(LINES, erp_filter=by_type)
    invoice = invoiced(sales, sales.order(sales.line(), sales.line(LINA)))
    create(sales, invoice)
    assert told("productname") == [("Chair",)]
    assert Invoice.objects.get().totalamount == invoice.amount_including_vat == 339


def test_prices_that_include_vat_go_without_it_and_what_rounding_leaves_is_a_line(sales: Sales) -> None:
    line = {"type": "item", "no": CHAIR, "quantity": 3, "unit_price": Decimal("33.335")}
    invoice = sold(sales, line, prices_including_vat=True)
    create(sales, invoice)
    rows = told("priceperunit", "quantity", "tax", "manualdiscountamount")
    assert sum(price * quantity + tax - discount for price, quantity, tax, discount in rows) == (
        invoice.amount_including_vat
    )


def test_lines_have_no_job_no_line_of_the_review_and_leave_no_changes_behind(sales: Sales) -> None:
    sold(sales)
    assert LINES not in ordered_mappings()
    assert not JobQueueEntry.objects.filter(mapping=LINES).exists()
    assert not ErpChange.objects.filter(erp_table="sales_invoice_line").exists()


def test_lines_cannot_be_synchronized_alone(sales: Sales) -> None:
    line = SalesInvoiceLine.objects.get(document=sold(sales))
    said = (
        "Posted sales invoice lines go with their document: they cannot be synchronized alone. "
        "Create or synchronize the document instead."
    )
    user = User.objects.create_superuser("ada")
    for action in (CREATE_IN_CRM, FIND_FOR_DELETED):
        with pytest.raises(ActionRefused) as refused:
            perform(action, Call(now=timezone.now(), user=user, mapping=LINES, ids=(line.id,)))
        assert sentence(refused.value.code, refused.value.params) == said
    for arguments in ({"scope": "modified"}, {"scope": "full"}):
        job = enqueue(kind="synchronize", arguments={"mapping": LINES, **arguments})
        sales.systems.work(job.pk)
        job.refresh_from_db()
        assert (job.status, sentence(job.message_code, job.message_params)) == (Job.Status.FAILED, said)
    with pytest.raises(CommandError, match="go with their document"):
        call_command("synchronize", LINES, dry_run=True)
    assert sales.systems.sent.writes == []


def test_the_mapping_is_edited_tried_and_restored_as_any_other(sales: Sales, administrator: Client) -> None:
    sold(sales)
    page = administrator.get(CARD)
    assert "Match-Based Coupling" not in page.content.decode()
    tried = administrator.post(CARD, posted_back(page, **{"try": "1", "try_text": CHAIR}))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", tried.content.decode()))
    assert "Would be written: 4 to Dynamics 365 Sales" in text
    administrator.post(CARD, posted_back(page, **{"rows-2-is_enabled": None}))
    rows = IntegrationFieldMapping.objects.filter(mapping=LINES, is_enabled=True)
    assert rows.count() == 3
    restore_defaults(LINES)
    assert rows.count() == 4


@pytest.mark.parametrize("page", ["couplings/{}/match/", "couplings/{}/{}/log/", "couplings/{}/{}/set-up/"])
def test_there_is_no_page_to_couple_lines(sales: Sales, administrator: Client, page: str) -> None:
    line = SalesInvoiceLine.objects.get(document=sold(sales))
    assert administrator.get(f"/admin/{page.format(LINES, line.id)}").status_code == 404
