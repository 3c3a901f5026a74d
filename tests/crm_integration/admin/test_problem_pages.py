"""What waits for a person: errors by cause, their cures, the runs behind them, and the Role Center."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_integration.coupling.uncouple import uncouple
from crm_integration.models import Coupling, IntegrationTableMapping, SynchJob, SynchProblem
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER
from erp.demo.factories import SalespersonFactory
from erp.models import Customer
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ERRORS = "/admin/coupled-data-synchronization-errors/"


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def waiting_customers(stage: Stage, number: int = 2) -> list[Customer]:
    """Customers that wait for the coupling of their salesperson."""
    SalespersonFactory.create(code="KB", name="Karin Berge")
    customers = [stage.pair(name=f"Customer {each}")[0] for each in range(number)]
    for customer in customers:
        stage.change(customer, salesperson_code="KB")
    stage.synchronize()
    return customers


def deleted_account(stage: Stage) -> Customer:
    customer, account = stage.pair(name="Vaffeljernet")
    stage.synchronize()
    stage.delete_account(account)
    stage.synchronize()
    return customer


def test_records_that_wait_for_the_same_coupling_are_one_cause(stage: Stage, administrator: Client) -> None:
    waiting_customers(stage)
    page = text_of(administrator.get(ERRORS))
    assert "2 errors with 1 cause" in page
    cause = "Salesperson KB is not coupled 2 records · nothing is skipped meanwhile"
    assert f"{cause} Couple salesperson KB" in page
    assert "Couple salesperson KB" not in text_of(stage.sign_in(VIEWER).get(ERRORS))


def test_errors_are_also_shown_by_mapping_and_as_a_list(stage: Stage, administrator: Client) -> None:
    waiting_customers(stage)
    for group in ("mapping", "list"):
        assert "Customer 1" in text_of(administrator.get(ERRORS, {"group": group}))
    assert "Nothing waits for you" in text_of(administrator.get(ERRORS, {"mapping": "CONTACT"}))


def test_a_skipped_record_is_retried_after_correction(stage: Stage, administrator: Client) -> None:
    customer, account = stage.pair(name="Alfreds", country_region_code="DE")
    for nonsense in ("Atlantis", "Atlantis "):
        stage.change_account(account, address1_country=nonsense)
        stage.synchronize()
    assert SynchProblem.objects.get().is_skipped
    assert "skipped after two attempts" in text_of(administrator.get(ERRORS))
    assert "Skipped" in text_of(administrator.get("/admin/erp/customer/"))
    stage.change_account(account, address1_country="Norway")
    chosen = {"problems": str(SynchProblem.objects.get().pk)}
    answer = administrator.post(f"{ERRORS}retry/", chosen, follow=True)
    assert messages_of(answer) == ["Errors that are looked at again shortly: 1."]
    stage.work()
    assert not SynchProblem.objects.exists()
    assert Customer.objects.get(pk=customer.pk).country_region_id == "NO"


def test_a_deleted_account_is_restored(stage: Stage, administrator: Client) -> None:
    customer = deleted_account(stage)
    page = text_of(administrator.get(ERRORS))
    cause = "Deleted in Dynamics 365 Sales 1 record · wait for a decision"
    assert f"{cause} Restore Records Delete Couplings" in page
    administrator.post(f"{ERRORS}restore_records/", {"problem": str(SynchProblem.objects.get().pk)})
    stage.work()
    assert stage.read(stage.coupling(customer).crm_id).values["name"] == "Vaffeljernet"


def test_what_cannot_be_taken_back_is_asked_first(stage: Stage, administrator: Client) -> None:
    customer = deleted_account(stage)
    chosen = {"problem": str(SynchProblem.objects.get().pk)}
    asked = administrator.post(f"{ERRORS}delete_records/", chosen)
    assert "1 record whose other side was deleted will be deleted here too." in text_of(asked)
    assert Customer.objects.filter(pk=customer.pk).exists()
    administrator.post(f"{ERRORS}delete_records/", {**chosen, "_confirmed": "1"})
    assert not Customer.objects.filter(pk=customer.pk).exists()
    assert not Coupling.objects.exists()


def test_what_changed_after_it_was_asked_is_not_deleted(stage: Stage, administrator: Client) -> None:
    customer = deleted_account(stage)
    chosen = {"problem": str(SynchProblem.objects.get().pk)}
    asked = administrator.post(f"{ERRORS}delete_records/", chosen)
    stage.change(customer, phone_no="2")
    shown = {**chosen, "expected": asked.context["expected_json"], "_confirmed": "1"}
    answer = administrator.post(f"{ERRORS}delete_records/", shown, follow=True)
    assert "changed by somebody else meanwhile" in messages_of(answer)[0]
    assert Customer.objects.filter(pk=customer.pk).exists()


def test_the_coupling_of_a_deleted_record_is_deleted(stage: Stage, administrator: Client) -> None:
    customer = deleted_account(stage)
    chosen = {"problem": str(SynchProblem.objects.get().pk), "_confirmed": "1"}
    administrator.post(f"{ERRORS}delete_couplings/", chosen)
    assert Customer.objects.filter(pk=customer.pk).exists()
    assert not Coupling.objects.exists()


def test_an_order_processor_repairs_but_deletes_no_records(stage: Stage) -> None:
    deleted_account(stage)
    processor = stage.sign_in(ORDER_PROCESSOR)
    chosen = {"problem": str(SynchProblem.objects.get().pk)}
    assert processor.post(f"{ERRORS}delete_records/", chosen).status_code == 403
    assert processor.post(f"{ERRORS}retry/", chosen).status_code == 302
    assert "Delete Records" not in text_of(processor.get(ERRORS))


def test_nothing_chosen_is_told_and_nothing_done(stage: Stage, administrator: Client) -> None:
    for action in ("retry", "restore_records", "delete_couplings", "synchronize"):
        answer = administrator.post(f"{ERRORS}{action}/", {}, follow=True)
        assert messages_of(answer) == ["Choose at least one record."], action


def test_chosen_errors_lead_to_synchronize_now(stage: Stage, administrator: Client) -> None:
    customers = waiting_customers(stage)
    chosen = {"problem": [str(pk) for pk in SynchProblem.objects.values_list("pk", flat=True)]}
    answer = administrator.post(f"{ERRORS}synchronize/", chosen)
    assert answer.headers["Location"].startswith(reverse("admin:synchronize_now", args=["CUSTOMER"]))
    assert str(customers[0].pk) in answer.headers["Location"]


def test_find_for_deleted_looks_in_every_mapping(stage: Stage, administrator: Client) -> None:
    customer, _account = stage.pair(name="Alfreds")
    Customer.objects.filter(pk=customer.pk).delete()
    administrator.post(f"{ERRORS}find_for_deleted/")
    stage.work()
    assert SynchProblem.objects.get().code == "coupled_to_deleted_erp_record"


def test_a_run_shows_its_errors_and_every_value_that_it_wrote(stage: Stage, administrator: Client) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change_account(account, telephone1="+49 30 2")
    stage.synchronize()
    run = SynchJob.objects.filter(modified=1, direction="from_integration_table").latest("started_at")
    page = text_of(administrator.get(reverse("admin:crm_integration_synchjob_change", args=[run.pk])))
    assert f"{customer.no} Alfreds Business Central : Modified Phone No.: 1 +49 30 2" in page
    listed = text_of(administrator.get("/admin/crm_integration/synchjob/"))
    assert "From Dynamics 365 Sales" in listed


def test_a_run_shows_who_asked_for_it(stage: Stage, administrator: Client) -> None:
    customer, _account = stage.pair(name="Alfreds")
    uncouple(coupling_ids=[stage.coupling(customer).pk], user=stage.user(ORDER_PROCESSOR))
    run = SynchJob.objects.get(type=SynchJob.Type.UNCOUPLING)
    page = text_of(administrator.get(reverse("admin:crm_integration_synchjob_change", args=[run.pk])))
    assert "Requested by order-processor" in page


def test_runs_are_looked_at_and_never_changed(stage: Stage, administrator: Client) -> None:
    stage.pair(name="Alfreds")
    run = SynchJob.objects.first()
    assert run is not None
    assert administrator.get("/admin/crm_integration/synchjob/add/").status_code == 403
    url = reverse("admin:crm_integration_synchjob_delete", args=[run.pk])
    assert administrator.post(url, {"post": "yes"}).status_code == 403


def test_the_role_center_tells_what_needs_a_person(stage: Stage, administrator: Client) -> None:
    waiting_customers(stage)
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    stage.synchronize()
    page = text_of(administrator.get("/admin/"))
    assert "Failed records 2 Needs a cure" in page
    assert "Conflicts 1 1 customer Needs a decision" in page
    assert "Salesperson KB is not coupled: Couple salesperson KB" in page


def test_pages_ask_the_database_the_same_number_of_times_whatever_they_list(
    stage: Stage, administrator: Client
) -> None:
    waiting_customers(stage, 1)
    pages = ["/admin/", "/admin/erp/customer/", ERRORS, "/admin/full-synch-review/", "/admin/crm/account/"]
    few = {url: queries_of(administrator, url) for url in pages}
    more = [stage.customer(name=f"More {number}") for number in range(8)]
    mapping = IntegrationTableMapping.objects.get(name="CUSTOMER")
    for customer in more:
        account = stage.account(name=customer.name)
        Coupling.objects.create(
            mapping=mapping, erp_table="customer", erp_id=customer.pk, crm_table="account", crm_id=account
        )
        stage.change(customer, salesperson_code="KB")
    stage.synchronize()
    assert {url: queries_of(administrator, url) for url in pages} == few


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
