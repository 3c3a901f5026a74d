"""Couple, compare, plan, decide: what a person meets on the lists and cards of customers."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from crm_integration.coupling.couple import couple
from crm_integration.models import ConnectionSetup, Coupling, IntegrationTableMapping, Job, SynchProblem
from erp.admin.roles import ORDER_PROCESSOR, VIEWER
from erp.demo.factories import SalespersonFactory
from erp.models import Customer
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
LIST = "/admin/erp/customer/"


@pytest.fixture
def processor(stage: Stage) -> Client:
    return stage.sign_in(ORDER_PROCESSOR)


def card(customer: Customer) -> str:
    return reverse("admin:erp_customer_change", args=[customer.pk])


def text_of(answer: object) -> str:
    """The words of a page, without its tags."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_list_tells_how_each_customer_stands_and_finds_those_that_do_not(
    stage: Stage, processor: Client
) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.customer(name="Berglunds")
    page = text_of(processor.get(LIST))
    assert ("Coupled" in page, "Not coupled" in page) == (True, True)
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    stage.synchronize()
    found = text_of(processor.get(f"{LIST}?coupled=conflict"))
    assert "Alfreds" in found
    assert "Berglunds" not in found
    not_coupled = text_of(processor.get(f"{LIST}?coupled=not_coupled"))
    assert "Alfreds" not in not_coupled
    assert "Berglunds" in not_coupled


def test_a_customer_is_searched_compared_and_coupled(stage: Stage, processor: Client) -> None:
    customer = stage.customer(name="Blauer See Delikatessen", city="Mannheim", phone_no="1")
    account = stage.account(name="Blauer See Delikatessen GmbH", address1_city="Mannheim")
    stage.account(name="Something else")
    url = reverse("admin:set_up_coupling", args=["CUSTOMER", customer.pk])
    page = text_of(processor.get(url))
    assert "Blauer See Delikatessen GmbH" in page
    assert "Something else" not in page
    compared = text_of(processor.get(url, {"q": "blauer", "crm_id": str(account)}))
    assert "fields differ" in compared
    choice = {"crm_id": str(account), "compared": str(account), "synchronize": "to_integration_table"}
    answer = processor.post(url, choice, follow=True)
    assert messages_of(answer) == ["The records were coupled, and the synchronization has been scheduled."]
    stage.work()
    assert stage.read(account).values["telephone1"] == "1"


def test_where_every_user_is_coupled_the_page_says_what_to_do(stage: Stage, processor: Client) -> None:
    newcomer = SalespersonFactory.create(code="NX", name="Nadia Xanthou")
    url = reverse("admin:set_up_coupling", args=["SALESPEOPLE", newcomer.pk])
    kim = {"first_name": "Kim", "last_name": "Lund", "email": "kim@example.com", "licensed": True}
    call_command("crm_register_user", "kim", stdout=StringIO(), **kim)
    assert "All users listed are coupled already" not in text_of(processor.get(url))
    user = processor.get(url).context["candidates"][0]
    coupled = SalespersonFactory.create(code="KL", name="Kim Lund", e_mail="kim@example.com")
    couple(mapping_name="SALESPEOPLE", erp_id=coupled.pk, crm_id=user.crm_id, synchronize="no")
    page = text_of(processor.get(url))
    assert "All users listed are coupled already" in page
    assert "crm_register_user USER_NAME --email ADDRESS --licensed" in page
    assert "Weak" not in page


def test_nothing_is_coupled_without_a_choice(stage: Stage, processor: Client) -> None:
    url = reverse("admin:set_up_coupling", args=["CUSTOMER", stage.customer().pk])
    answer = processor.post(url, {}, follow=True)
    assert messages_of(answer) == ["Choose the account to couple with."]
    assert not Coupling.objects.exists()


def test_nothing_is_coupled_before_both_records_were_seen_side_by_side(
    stage: Stage, processor: Client
) -> None:
    customer = stage.customer(name="Alfreds", phone_no="1")
    account, other = stage.account(name="Alfreds", telephone1="2"), stage.account(name="Alfreds Wine")
    url = reverse("admin:set_up_coupling", args=["CUSTOMER", customer.pk])
    assert 'value="Compare"' in processor.get(url).content.decode()
    for seen in ({}, {"compared": str(other), "synchronize": "no"}):
        answer = processor.post(f"{url}?q=alf", {"crm_id": str(account), **seen}, follow=True)
        assert answer.redirect_chain == [(f"{url}?q=alf&crm_id={account}", 302)]
        assert "fields differ" in text_of(answer)
    assert not Coupling.objects.exists()


def test_create_new_makes_the_account(stage: Stage, processor: Client) -> None:
    customer = stage.customer(name="Chop-suey")
    url = reverse("admin:set_up_coupling", args=["CUSTOMER", customer.pk])
    processor.post(url, {"_create": "1"})
    stage.work()
    assert stage.read(stage.coupling(customer).crm_id).values["name"] == "Chop-suey"


def test_the_plan_is_shown_for_each_choice_and_carried_out_as_shown(stage: Stage, processor: Client) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1", city="Berlin")
    stage.change(customer, phone_no="2")
    stage.change_account(account, address1_city="Potsdam")
    url = reverse("admin:synchronize_now", args=["CUSTOMER"]) + f"?id={customer.pk}"
    answer = processor.get(url)
    page = text_of(answer)
    assert "Each field takes the side that changed it. 1 to Dynamics 365 Sales, 1 to Business Central" in page
    plan = {"direction": "merge", "expected": answer.context["expected"]}
    processor.post(url, plan)
    stage.work()
    assert stage.read(account).values["telephone1"] == "2"
    assert Customer.objects.get(pk=customer.pk).city == "Potsdam"


def test_a_plan_that_writes_nothing_says_so_and_is_not_sent(stage: Stage, processor: Client) -> None:
    customer, _account = stage.pair(name="Alfreds")
    url = reverse("admin:synchronize_now", args=["CUSTOMER"]) + f"?id={customer.pk}"
    answer = processor.get(url)
    assert "Nothing is to be written, whichever you choose." in text_of(answer)
    assert re.search(r'<input type="submit"[^>]*aria-disabled="true"', answer.content.decode())


def test_several_customers_go_from_the_list_to_one_plan(stage: Stage, processor: Client) -> None:
    first, _ = stage.pair(name="Alfreds")
    second = stage.customer(name="Berglunds")
    chosen = {"action": "synchronize_now", "_selected_action": [str(first.pk), str(second.pk)]}
    page = text_of(processor.post(LIST, chosen, follow=True))
    assert "2 customers selected, 1 of them is not coupled and left out" in page


def test_many_chosen_records_do_not_make_a_long_address(stage: Stage, processor: Client) -> None:
    customers = [stage.customer() for _ in range(25)]
    chosen = {"action": "synchronize_now", "_selected_action": [str(each.pk) for each in customers]}
    answer = processor.post(LIST, chosen)
    assert "?selection=" in answer.headers["Location"]
    assert "25 customers selected" in text_of(processor.get(answer.headers["Location"]))


def test_a_customer_that_is_not_coupled_leads_to_set_up_coupling(stage: Stage, processor: Client) -> None:
    customer = stage.customer()
    page = processor.get(reverse("admin:synchronize_now", args=["CUSTOMER"]) + f"?id={customer.pk}")
    assert reverse("admin:set_up_coupling", args=["CUSTOMER", customer.pk]) in page.content.decode()


def test_a_conflict_is_told_on_the_card_and_decided_field_by_field(stage: Stage, processor: Client) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1", city="Berlin")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3", address1_city="Potsdam")
    stage.synchronize()
    page = text_of(processor.get(card(customer)))
    assert "Conflict with Dynamics 365 Sales" in page
    assert "Dynamics 365 Sales has 3 ; both sides changed it." in page
    url = reverse("admin:resolve_conflict", args=["CUSTOMER", customer.pk])
    shown = processor.get(url)
    assert "1 field changed on both sides" in text_of(shown)
    assert "Potsdam" in text_of(shown)
    key = "phone_no:telephone1"
    undecided = processor.post(url, {"key": [key]})
    assert (undecided.status_code, "Choose a value for: Phone No." in text_of(undecided)) == (422, True)
    decided = {"key": [key], f"keep:{key}": "crm", "expected": shown.context["expected_json"]}
    told = processor.post(url, decided, follow=True)
    assert messages_of(told)[0].startswith("What you decided is on its way")
    assert "The synchronization of this record is on its way." in text_of(told)
    assert "Choose a value" not in text_of(told)
    stage.work()
    assert "on its way" not in text_of(processor.get(card(customer)))
    kept = Customer.objects.get(pk=customer.pk)
    assert (kept.phone_no, kept.city) == ("3", "Potsdam")
    assert not SynchProblem.objects.exists()


def test_another_value_that_the_back_office_refuses_is_told_in_its_sentence(
    stage: Stage, processor: Client
) -> None:
    customer, account = stage.pair(name="Alfreds", e_mail="a@alfreds.example")
    stage.change(customer, e_mail="b@alfreds.example")
    stage.change_account(account, emailaddress1="c@alfreds.example")
    stage.synchronize()
    url = reverse("admin:resolve_conflict", args=["CUSTOMER", customer.pk])
    key = "e_mail:emailaddress1"
    answer = processor.post(
        url, {"key": [key], f"keep:{key}": "other", f"other:{key}": "no address"}, follow=True
    )
    assert messages_of(answer) == ["“no address” in E-Mail is not a valid e-mail address."]


def test_deleting_a_coupling_says_what_is_lost_first(stage: Stage, processor: Client) -> None:
    customer, _account = stage.pair(name="Alfreds")
    url = reverse("admin:delete_coupling", args=["CUSTOMER"]) + f"?id={customer.pk}"
    assert "will no longer be kept in step. Both records stay as they are." in text_of(processor.get(url))
    assert Coupling.objects.count() == 1
    answer = processor.post(url, follow=True)
    assert messages_of(answer) == ["The coupling was deleted. Both records stay as they are."]
    assert not Coupling.objects.exists()


def test_a_missing_coupling_is_named_on_the_card_with_the_link_that_mends_it(
    stage: Stage, processor: Client
) -> None:
    customer, _account = stage.pair(name="Alfreds")
    salesperson = SalespersonFactory.create(code="KB", name="Karin Berge")
    stage.change(customer, salesperson_code="KB")
    stage.synchronize()
    page = processor.get(card(customer)).content.decode()
    assert "Salesperson KB must be coupled before this record can be synchronized" in page
    assert reverse("admin:set_up_coupling", args=["SALESPEOPLE", salesperson.pk]) in page
    viewer = stage.sign_in(VIEWER).get(card(customer)).content.decode()
    assert reverse("admin:set_up_coupling", args=["SALESPEOPLE", salesperson.pk]) not in viewer


def test_the_log_of_a_record_tells_what_was_written_and_when(stage: Stage, processor: Client) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change_account(account, telephone1="+49 30 2")
    stage.synchronize()
    page = text_of(processor.get(reverse("admin:synchronization_log", args=["CUSTOMER", customer.pk])))
    assert "Business Central : Modified Phone No.: 1 +49 30 2" in page


def test_accounts_are_listed_and_become_customers(stage: Stage, processor: Client) -> None:
    coupled, _ = stage.pair(name="Alfreds")
    account = stage.account(name="Vaffeljernet")
    url = reverse("admin:crm_account")
    page = text_of(processor.get(url))
    assert "Vaffeljernet" in page
    assert f"{coupled.no} Alfreds" in page
    assert "Alfreds" not in text_of(processor.get(url, {"coupled": "no"}))
    processor.post(url, {"id": [str(account)]})
    stage.work()
    assert Customer.objects.filter(name="Vaffeljernet").exists()


def test_a_crm_that_cannot_be_reached_is_a_sentence_and_no_error(stage: Stage, processor: Client) -> None:
    customer = stage.customer()
    Job.objects.all().delete()
    ConnectionSetup.objects.update(client_id="nobody")
    for url in (
        reverse("admin:crm_account"),
        reverse("admin:set_up_coupling", args=["CUSTOMER", customer.pk]),
    ):
        answer = processor.get(url)
        assert answer.status_code == 200
        assert "Check client ID and tenant" in text_of(answer)


def test_match_based_coupling_couples_what_agrees(stage: Stage, processor: Client) -> None:
    customer = stage.customer(name="Alfreds", e_mail="post@alfreds.example")
    account = stage.account(name="Alfred", emailaddress1="post@alfreds.example")
    mapping = IntegrationTableMapping.objects.get(name="CUSTOMER")
    mapping.field_mappings.filter(erp_field="e_mail").update(use_for_match=True)
    url = reverse("admin:match_based_coupling", args=["CUSTOMER"])
    answer = processor.post(url, {"_start": "1", "synch_after_coupling": "no"}, follow=True)
    assert "Records of CUSTOMER are matched in the background." in messages_of(answer)[0]
    stage.work()
    assert stage.coupling(customer).crm_id == account
