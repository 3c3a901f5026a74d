"""The salespeople's pages: who gets in, what they see, and what their saving does."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.business_rules.initialization import initialize_crm
from crm.business_rules.registration import grant_role
from crm.business_rules.standard_roles import SALESPERSON
from crm.demo.factories import AccountFactory, ContactFactory, SystemUserFactory, TeamFactory
from crm.models import Account, Contact, SystemUser, TransactionCurrency
from tests.crm.embedded_crm import Crm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
BACKEND = "django.contrib.auth.backends.ModelBackend"
CARD = {"name": "Typed", "statecode": "0", "read_version": ""}


@pytest.fixture
def seller(crm: Crm) -> SystemUser:
    initialize_crm()
    user = SystemUserFactory.create(firstname="Sam", lastname="Seller", domainname="Sam.Seller")
    grant_role(user_id=user.pk, role=SALESPERSON)
    return user


@pytest.fixture
def browser(seller: SystemUser, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_user("sam.seller", password="Right-1234"), BACKEND)
    return client


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def card_values(record: Any, **changes: str) -> dict[str, str]:
    """What the form posts for a card that was opened now."""
    fields = [field for field in record._meta.concrete_fields if field.editable]
    values = {field.name: getattr(record, field.attname) for field in fields}
    posted = {name: str(value) for name, value in values.items() if value not in (None, False, "")}
    owner = {"owner": f"{record.owneridtype}:{record.ownerid}"} if hasattr(record, "ownerid") else {}
    return {**posted, **owner, "read_version": str(record.versionnumber), **changes}


def test_a_crm_user_signs_in_by_user_name(seller: SystemUser, client: Client) -> None:
    get_user_model().objects.create_user("sam.seller", password="Right-1234")
    form = {"username": "sam.seller", "password": "Right-1234"}
    assert client.post("/sales/login/?next=/sales/", form)["Location"] == "/sales/"
    assert "Accounts" in page(client, "/sales/crm/account/")


@pytest.mark.parametrize(("user", "password"), [("sam.seller", "wrong"), ("stranger", "Right-1234")])
def test_nobody_else_gets_in(seller: SystemUser, client: Client, user: str, password: str) -> None:
    for name in ("sam.seller", "stranger"):
        get_user_model().objects.create_user(name, password="Right-1234", is_staff=True, is_superuser=True)
    assert client.post("/sales/login/", {"username": user, "password": password}).status_code == 200
    assert client.get("/sales/crm/account/").status_code == 302


def test_a_disabled_user_is_shut_out_at_once(browser: Client, seller: SystemUser) -> None:
    assert browser.get("/sales/").status_code == 200
    SystemUser.objects.filter(pk=seller.pk).update(isdisabled=True)
    assert browser.get("/sales/").status_code == 302


def test_an_unknown_address_leads_back_to_the_home_page_of_salespeople(browser: Client) -> None:
    answer = browser.get("/sales/crm/quote/nowhere/do/win/").content.decode()
    assert 'class="btn primary" href="/sales/"' in answer
    assert "Role Center" not in answer


def test_the_home_page_counts_what_is_mine(browser: Client, seller: SystemUser) -> None:
    AccountFactory.create(ownerid=seller)
    AccountFactory.create(name="Somebody else's")
    shown = page(browser, "/sales/")
    tiles = dict(re.findall(r"<h2>([^<]+)</h2><div class=\"figure\">(\d+)", shown))
    assert (tiles["My active accounts"], tiles["All active accounts"]) == ("1", "2")
    assert "Somebody else&#x27;s" in shown


@pytest.mark.parametrize("table", ["account", "contact", "systemuser", "transactioncurrency"])
def test_every_table_has_a_list_and_a_card(browser: Client, crm: Crm, table: str) -> None:
    AccountFactory.create(primarycontactid=ContactFactory.create())
    shown = page(browser, f"/sales/crm/{table}/")
    links = re.findall(rf'href="(/sales/crm/{table}/[0-9a-f-]{{36}}/change/)"', shown)
    assert links
    page(browser, links[0])


def test_a_search_finds_every_word_in_any_alphabet(browser: Client) -> None:
    AccountFactory.create(name="Ålesund Båtverft", accountnumber="77")
    AccountFactory.create(name="Bergen Båtverft")
    assert "Ålesund" in page(browser, "/sales/crm/account/?q=BÅTVERFT+ålesund")
    assert "Bergen" not in page(browser, "/sales/crm/account/?q=BÅTVERFT+ålesund")
    assert "Ålesund" in page(browser, "/sales/crm/account/?q=77")
    assert "No record matches" in page(browser, "/sales/crm/account/?q=nowhere")


def test_the_list_can_be_narrowed_to_ones_own(browser: Client, seller: SystemUser) -> None:
    AccountFactory.create(name="Mine", ownerid=seller)
    AccountFactory.create(name="Ours", ownerid=TeamFactory.create(name="North"))
    assert "Ours" not in page(browser, "/sales/crm/account/?owner=me")
    team = page(browser, "/sales/crm/account/?owner=team")
    assert "North" in team
    assert "Mine" not in team


def test_a_list_costs_the_same_however_many_rows_it_has(browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connections["crm"]) as captured:
            page(browser, "/sales/crm/account/")
        return len(captured)

    AccountFactory.create(primarycontactid=ContactFactory.create())
    few = queries()
    for _ in range(20):
        AccountFactory.create(primarycontactid=ContactFactory.create())
    assert queries() == few < 20


def test_a_new_account_belongs_to_whoever_enters_it(browser: Client, seller: SystemUser) -> None:
    answer = browser.post("/sales/crm/account/add/", CARD | {"creditlimit": "12.5"})
    assert answer.status_code == 302, answer.context["errors"]
    account = Account.objects.get()
    assert (account.name, account.ownerid, account.createdby_id) == ("Typed", seller.pk, seller.pk)
    assert account.creditlimit_base == account.creditlimit


def test_saving_a_card_writes_only_what_was_changed(browser: Client, seller: SystemUser) -> None:
    account = AccountFactory.create(name="Old", telephone1="1", sic="9")
    account.refresh_from_db()
    answer = browser.post(
        f"/sales/crm/account/{account.pk}/change/", card_values(account, name="New", statecode="1")
    )
    assert answer.status_code == 302, answer.context["errors"]
    account.refresh_from_db()
    assert (account.name, account.telephone1, account.statuscode) == ("New", "1", 2)
    assert account.column_value("sic") == "9"
    assert account.modifiedby_id == seller.pk


def test_a_card_that_somebody_else_changed_is_not_overwritten(browser: Client) -> None:
    account = AccountFactory.create(name="Seen")
    account.refresh_from_db()
    posted = card_values(account, name="Mine")
    browser.post(f"/sales/crm/account/{account.pk}/change/", card_values(account, name="Theirs"))
    shown = browser.post(f"/sales/crm/account/{account.pk}/change/", posted).content.decode()
    assert "Somebody else has changed this record" in shown
    assert 'value="Mine"' in shown
    assert Account.objects.get().name == "Theirs"


def test_what_the_rules_refuse_is_said_at_its_field(browser: Client, crm: Crm) -> None:
    account = AccountFactory.create()
    account.refresh_from_db()
    address = f"/sales/crm/account/{account.pk}/change/"
    itself = browser.post(address, card_values(account, parentaccountid=str(account.pk)))
    assert itself.status_code == 200
    assert list(itself.context["adminform"].form.errors) == ["parentaccountid"]
    nameless = browser.post(address, card_values(account, name=""))
    assert list(nameless.context["adminform"].form.errors) == ["name"]
    assert Account.objects.get().versionnumber == account.versionnumber


def test_owner_and_company_are_chosen_on_the_card(browser: Client) -> None:
    team, company = TeamFactory.create(name="North"), AccountFactory.create()
    contact = ContactFactory.create(lastname="Kay")
    contact.refresh_from_db()
    posted = card_values(contact, owner=f"team:{team.pk}", company=str(company.pk))
    answer = browser.post(f"/sales/crm/contact/{contact.pk}/change/", posted)
    assert answer.status_code == 302, answer.context["errors"]
    contact.refresh_from_db()
    assert (contact.ownerid, contact.owneridtype) == (team.pk, "team")
    assert (contact.parentcustomerid, contact.accountid_id) == (company.pk, company.pk)
    shown = page(browser, f"/sales/crm/account/{company.pk}/change/")
    assert f"/sales/crm/contact/{contact.pk}/change/" in shown


def test_a_salesperson_deletes_own_records_only(browser: Client, seller: SystemUser) -> None:
    mine, others = AccountFactory.create(ownerid=seller), AccountFactory.create()
    ContactFactory.create(parentcustomerid=mine)
    assert browser.post(f"/sales/crm/account/{others.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "will be gone" in page(browser, f"/sales/crm/account/{mine.pk}/delete/")
    assert browser.post(f"/sales/crm/account/{mine.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Account.objects.all()) == [others]
    assert not Contact.objects.exists()


def test_a_salesperson_sees_users_and_currencies_but_changes_none(browser: Client, crm: Crm) -> None:
    currency = TransactionCurrency.objects.get()
    assert browser.post(f"/sales/crm/transactioncurrency/{currency.pk}/change/", {}).status_code == 403
    assert browser.get("/sales/crm/systemuser/add/").status_code == 403


def test_an_administrator_learns_why_a_record_cannot_be_deleted(crm: Crm, client: Client) -> None:
    SystemUser.objects.filter(pk=crm.user.pk).update(domainname="ada", domainname_folded="ada")
    client.force_login(get_user_model().objects.create_user("ada"), BACKEND)
    AccountFactory.create()
    currency = TransactionCurrency.objects.get()
    address = f"/sales/crm/transactioncurrency/{currency.pk}/"
    answer = client.post(f"{address}delete/", {"post": "yes"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{address}change/"
    assert "associated with another record" in answer.content.decode()


def test_lookups_are_searched_while_typing(browser: Client) -> None:
    contact = ContactFactory.create(firstname="Ann", lastname="Øst")
    query = "app_label=crm&model_name=account&field_name=primarycontactid&term=ØST"
    found = browser.get(f"/sales/autocomplete/?{query}").json()
    assert found["results"] == [{"id": str(contact.pk), "text": "Ann Øst"}]


def test_links_of_dynamics_365_sales_lead_to_the_card(browser: Client) -> None:
    account = AccountFactory.create()
    link = f"/main.aspx?pagetype=entityrecord&etn=account&id={account.pk}"
    assert browser.get(link)["Location"] == f"/sales/crm/account/{account.pk}/change/"
    assert browser.get(f"{link[:-36]}%7B{account.pk}%7D").status_code == 302
    assert browser.get("/main.aspx")["Location"] == "/sales/"
    assert browser.get("/main.aspx?pagetype=entityrecord&etn=account&id=x").status_code == 404
    assert browser.get(f"{link.replace('account', 'nothing')}").status_code == 404


def test_pages_hold_no_style_or_script_of_their_own(browser: Client) -> None:
    account = AccountFactory.create()
    for address in ("/sales/", "/sales/crm/account/", f"/sales/crm/account/{account.pk}/change/"):
        shown = page(browser, address)
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)", shown), address


def test_a_stranger_sees_nothing_but_the_sign_in(crm: Crm, client: Client) -> None:
    account = AccountFactory.create()
    for address in ("", "crm/account/", f"crm/account/{account.pk}/change/", "autocomplete/"):
        assert client.get(f"/sales/{address}").status_code == 302
