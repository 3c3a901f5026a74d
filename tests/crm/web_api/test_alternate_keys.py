"""Records named by an alternate key: in addresses, in binds, in upserts, and what the key keeps unique."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account, Contact
from tests.crm.declared import declare
from tests.crm.embedded_crm import Crm, WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def contact_key(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A key of contacts with a text, a lookup and a column that has no field of its own."""
    declare(monkeypatch, "contact", keys={"nav_key": ("lastname", "accountid", "governmentid")})
    yield


def error(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["A1", "it's", "50%/x", "a,b=c", "Ärger (1)", "x?y#z&"])
def test_a_record_is_read_changed_and_deleted_by_its_key(api: WebApi, number: str) -> None:
    account = AccountFactory.create(accountnumber=number, name="Keyed", fax="1")
    path = "accounts(accountnumber='{}')".format(quote(number.replace("'", "''"), safe=""))
    assert api.get(f"{path}?$select=name")["accountid"] == str(account.pk)
    assert api.get(f"{path}/name")["value"] == "Keyed"
    answer = api.call("PATCH", path, {"telephone1": "7"})
    assert answer.status_code == 204
    assert answer["OData-EntityId"].endswith(f"accounts({account.pk})")
    assert api.call("PUT", f"{path}/fax", {"value": "2"}).status_code == 204
    account.refresh_from_db()
    assert (account.telephone1, account.fax) == ("7", "2")
    parts = [request("PATCH", f"/api/data/v9.2/{path}", {"telephone1": "8"}), request("GET", path)]
    assert api.batch(parts).statuses == [204, 200]
    assert api.call("DELETE", path).status_code == 204
    assert error(api.call("DELETE", path)) == (404, "0x80060891")


def test_the_case_of_a_key_does_not_matter(api: WebApi) -> None:
    account = AccountFactory.create(accountnumber="Ab1")
    assert api.get("accounts(accountnumber='aB1')")["accountid"] == str(account.pk)


def test_an_unknown_key_value_names_no_record(api: WebApi) -> None:
    path = "accounts(accountnumber='none')"
    for method in ("GET", "DELETE"):
        assert error(api.call(method, path)) == (404, "0x80060891")
    assert error(api.call("GET", f"{path}/name")) == (404, "0x80060891")
    assert error(api.call("PATCH", path, {"name": "X"}, If_Match="*")) == (404, "0x80060891")
    bind = {"name": "X", "parentaccountid@odata.bind": f"/{path}"}
    assert error(api.call("POST", "accounts", bind)) == (404, "0x80060891")
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "key",
    [
        "name='X'",
        "accountnumber='X',name='Y'",
        "nothing=1",
        "accountnumber=X",
        "accountnumber=null",
        "accountnumber=''",
        "accountnumber",
        "accountnumber=",
        "='X'",
        "",
    ],
)
def test_what_is_no_declared_key_is_refused(api: WebApi, key: str) -> None:
    AccountFactory.create(accountnumber="X", name="X")
    for method, content in (("GET", None), ("PATCH", {"fax": "1"}), ("DELETE", None)):
        assert api.call(method, f"accounts({key})", content).status_code == 400


def test_an_upsert_by_key_creates_the_record_with_the_values_of_the_key(api: WebApi) -> None:
    path = "accounts(accountnumber='N1')"
    created = api.call(
        "PATCH", f"{path}?$select=accountnumber", {"name": "New"}, prefer="return=representation"
    )
    assert (created.status_code, created.json()["accountnumber"]) == (201, "N1")
    account = Account.objects.get()
    assert created["Location"].endswith(f"accounts({account.pk})")
    assert api.call("PATCH", path, {"name": "Changed"}).status_code == 204
    assert error(api.call("PATCH", path, {"name": "No"}, If_None_Match="*")) == (412, "0x80040237")
    other = api.call("PATCH", "accounts(accountnumber='N2')", {"name": "No", "accountnumber": "N3"})
    assert other.status_code == 400
    account.refresh_from_db()
    assert (account.name, Account.objects.count()) == ("Changed", 1)


def test_a_lookup_is_bound_by_key(api: WebApi) -> None:
    account = AccountFactory.create(accountnumber="A/1")
    contact = ContactFactory.create()
    spellings = [
        "/accounts(accountnumber='A/1')",
        "accounts(accountnumber='A%2F1')",
        "http://testserver/api/data/v9.2/accounts(accountnumber='A/1')",
    ]
    for spelling in spellings:
        path = f"contacts({contact.pk})"
        api.call("PATCH", path, {"parentcustomerid_account@odata.bind": None})
        answer = api.call("PATCH", path, {"parentcustomerid_account@odata.bind": spelling})
        assert answer.status_code == 204
        contact.refresh_from_db()
        assert contact.parentcustomerid == account.pk
    members = "accounts(accountnumber='A/1')/contact_customer_accounts/$ref"
    other = ContactFactory.create()
    address = {"@odata.id": f"contacts({other.pk})"}
    assert api.call("POST", members, address).status_code == 204
    assert api.call("DELETE", f"{members}?$id=contacts({other.pk})").status_code == 204


def test_two_records_cannot_have_the_same_key(api: WebApi) -> None:
    AccountFactory.create(accountnumber="A1")
    other = api.create("accounts", name="Other", accountnumber="A2")
    assert error(api.call("POST", "accounts", {"name": "X", "accountnumber": "a1 "})) == (412, "0x80060892")
    changed = api.call("PATCH", f"accounts({other})", {"accountnumber": "A1"})
    assert error(changed) == (412, "0x80060892")
    assert api.call("PATCH", f"accounts({other})", {"accountnumber": "a2"}).status_code == 204


def test_records_without_a_value_do_not_collide(api: WebApi) -> None:
    for name in ("A", "B"):
        api.create("accounts", name=name)
        api.create("accounts", name=name, accountnumber="")
    assert Account.objects.count() == 4


def test_a_batch_cannot_bring_the_same_key_twice(api: WebApi) -> None:
    ids = [AccountFactory.create(accountnumber=f"S{index}").pk for index in range(3)]
    parts = [request("PATCH", f"accounts({pk})", {"accountnumber": "Same"}) for pk in ids]
    assert api.batch(parts, prefer="odata.continue-on-error").statuses == [204, 412, 412]


@pytest.mark.usefixtures("contact_key")
def test_a_key_may_have_several_columns_of_any_type(api: WebApi) -> None:
    account = AccountFactory.create()
    contact = api.create(
        "contacts",
        lastname="Wolf",
        governmentid="G7",
        **{"parentcustomerid_account@odata.bind": f"/accounts({account.pk})"},
    )
    path = f"contacts(governmentid='g7',_accountid_value={account.pk},lastname='WOLF')"
    assert api.get(path)["contactid"] == str(contact)
    again = {
        "lastname": "wolf",
        "governmentid": "G7",
        "parentcustomerid_account@odata.bind": f"/accounts({account.pk})",
    }
    assert error(api.call("POST", "contacts", again)) == (412, "0x80060892")
    assert Contact.objects.count() == 1
