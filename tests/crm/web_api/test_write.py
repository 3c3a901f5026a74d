"""Creating, changing and deleting records over the Web API."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import OperationalError

from crm.demo.factories import AccountFactory, ContactFactory, TeamFactory, TransactionCurrencyFactory
from crm.models import Account, Contact, DeletedRecord, SystemUserRole, TeamMembership
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
REPRESENTATION = "return=representation"


def test_a_new_record_is_named_in_the_answer(api: WebApi, crm: Crm) -> None:
    answer = api.call("POST", "accounts", {"name": "New", "sic": "12"})
    account = Account.objects.get(name="New")
    assert (answer.status_code, answer.content) == (204, b"")
    address = f"http://testserver/api/data/v9.2/accounts({account.pk})"
    assert answer["OData-EntityId"] == answer["Location"] == address
    assert account.extra["sic"] == "12"
    assert account.createdby_id == account.modifiedby_id == account.ownerid == crm.user.pk


def test_the_creator_may_choose_the_id(api: WebApi) -> None:
    identifier = str(uuid4())
    api.call("POST", "accounts", {"accountid": identifier, "name": "Chosen"})
    assert Account.objects.get().pk == UUID(identifier)


def test_the_written_record_comes_back_if_asked_for(api: WebApi) -> None:
    path = f"accounts({uuid4()})?$select=name,creditlimit"
    created = api.call("PATCH", path, {"name": "Upserted"}, prefer=REPRESENTATION)
    changed = api.call("PATCH", path, {"creditlimit": 12.345}, prefer=REPRESENTATION)
    assert (created.status_code, changed.status_code) == (201, 200)
    assert changed["Preference-Applied"] == REPRESENTATION
    assert {key: changed.json()[key] for key in ("name", "creditlimit")} == {
        "name": "Upserted",
        "creditlimit": 12.35,
    }
    assert changed.json()["@odata.etag"] == changed["ETag"]


def test_every_write_gives_the_record_a_new_version_and_a_new_time(api: WebApi, crm: Crm) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 8, tzinfo=UTC), tick=False):
        path = f"accounts({api.create('accounts', name='A')})"
        before = Account.objects.get()
    with time_machine.travel(datetime(2026, 5, 1, 8, 30, tzinfo=UTC), tick=False):
        api.call("PATCH", path, {"name": "A"})
    after = Account.objects.get()
    assert after.versionnumber > before.versionnumber
    assert (after.createdon, after.modifiedon) == (
        datetime(2026, 5, 1, 8, tzinfo=UTC),
        datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
    )


def test_an_update_touches_only_what_it_names(api: WebApi) -> None:
    account = AccountFactory.create(name="Kept", telephone1="1", fax="2", sic="3", tickersymbol="T")
    api.call("PATCH", f"accounts({account.pk})", {"fax": None, "sic": "", "telephone1": "9"})
    account.refresh_from_db()
    assert (account.name, account.telephone1, account.fax) == ("Kept", "9", None)
    assert account.column_value("sic") is None
    assert account.column_value("tickersymbol") == "T"


def status_after(api: WebApi, identifier: object, **conditions: str) -> int:
    return api.call("PATCH", f"accounts({identifier})", {"name": "X"}, **conditions).status_code


def test_conditions_decide_between_update_and_creation(api: WebApi) -> None:
    known, unknown = AccountFactory.create().pk, uuid4()
    tag = api.call("GET", f"accounts({known})?$select=name")["ETag"]
    assert status_after(api, unknown, If_Match="*") == 404
    assert status_after(api, known, If_None_Match="*") == 412
    assert status_after(api, known, If_Match='W/"1"') == 412
    assert status_after(api, unknown, If_Match=tag) == 404
    assert status_after(api, known, If_Match=tag) == 204
    assert status_after(api, known, If_Match=tag) == 412
    assert status_after(api, known, If_Match="*") == 204
    assert status_after(api, unknown, If_None_Match="*") == 204
    assert status_after(api, uuid4(), If_None_Match="null") == 204


def test_a_deletion_leaves_a_trace_and_may_depend_on_the_version(api: WebApi) -> None:
    account = AccountFactory.create()
    path = f"accounts({account.pk})"
    assert api.call("DELETE", path, If_Match='W/"1"').status_code == 412
    assert api.call("DELETE", path, b"null").status_code == 204
    assert api.call("DELETE", path).status_code == 404
    trace = DeletedRecord.objects.get()
    assert (trace.table, trace.record_id) == ("account", account.pk)
    assert trace.versionnumber > account.versionnumber


def test_single_properties_are_set_and_cleared(api: WebApi) -> None:
    account = AccountFactory.create(fax="1", primarycontactid=ContactFactory.create())
    base = f"accounts({account.pk})"
    assert api.call("PUT", f"{base}/telephone1", {"value": "77"}).status_code == 204
    assert api.call("DELETE", f"{base}/fax").status_code == 204
    assert api.call("DELETE", f"{base}/primarycontactid/$ref").status_code == 204
    account.refresh_from_db()
    assert (account.telephone1, account.fax, account.primarycontactid_id) == ("77", None, None)


@pytest.mark.parametrize(
    "spelling",
    [
        "/accounts({})",
        "accounts({})",
        "http://testserver/api/data/v9.2/accounts({})",
        "/api/data/v9.2/accounts({})",
        "/accounts(accountid={})",
    ],
)
def test_a_lookup_is_bound_by_every_spelling_of_an_address(api: WebApi, spelling: str) -> None:
    account = AccountFactory.create()
    bound = {"lastname": "X", "parentcustomerid_account@odata.bind": spelling.format(account.pk)}
    assert api.call("POST", "contacts", bound).status_code == 204
    contact = Contact.objects.get()
    assert (contact.parentcustomerid, contact.parentcustomeridtype) == (account.pk, "account")
    assert contact.accountid_id == account.pk


@pytest.mark.parametrize("cleared", [{"primarycontactid@odata.bind": None}, {"primarycontactid": None}])
def test_null_clears_a_lookup(api: WebApi, cleared: dict[str, Any]) -> None:
    account = AccountFactory.create(primarycontactid=ContactFactory.create())
    assert api.call("PATCH", f"accounts({account.pk})", cleared).status_code == 204
    account.refresh_from_db()
    assert account.primarycontactid_id is None


def test_a_lookup_in_no_field_of_its_own_works_alike(api: WebApi, crm: Crm) -> None:
    account = AccountFactory.create()
    bind = {"preferredsystemuserid@odata.bind": f"systemusers({crm.user.pk})"}
    assert api.call("PATCH", f"accounts({account.pk})", bind).status_code == 204
    row = api.get(f"accounts({account.pk})?$select=name&$expand=preferredsystemuserid($select=fullname)")
    assert row["preferredsystemuserid"]["fullname"] == "Ada Admin"
    found = api.get(f"accounts?$select=name&$filter=_preferredsystemuserid_value eq {crm.user.pk}")
    assert len(found["value"]) == 1


def test_an_owner_is_a_user_or_a_team(api: WebApi) -> None:
    team = TeamFactory.create(name="North")
    api.call("POST", "accounts", {"name": "Ours", "ownerid@odata.bind": f"/teams({team.pk})"})
    account = Account.objects.get()
    assert (account.ownerid, account.owneridtype) == (team.pk, "team")
    row = api.get(f"accounts({account.pk})?$select=_ownerid_value,_owningteam_value,_owninguser_value")
    assert (row["_owningteam_value"], row["_owninguser_value"]) == (str(team.pk), None)


def test_amounts_stand_in_the_base_currency_too(api: WebApi) -> None:
    dollar = TransactionCurrencyFactory.create(isocurrencycode="USD", exchangerate=2)
    bind = {"transactioncurrencyid@odata.bind": f"/transactioncurrencies({dollar.pk})"}
    api.call("POST", "accounts", {"name": "Rich", "creditlimit": 100, "marketcap": 8, **bind})
    account = Account.objects.get()
    assert (account.exchangerate, account.creditlimit_base) == (Decimal(2), Decimal(50))
    row = api.get(f"accounts({account.pk})?$select=marketcap,marketcap_base,creditlimit_base")
    assert (row["marketcap"], row["marketcap_base"], row["creditlimit_base"]) == (8, 4, 50)
    api.call("PATCH", f"accounts({account.pk})", {"creditlimit": None})
    account.refresh_from_db()
    assert account.creditlimit_base is None


def test_values_of_all_types_come_back_as_they_went(api: WebApi) -> None:
    values = {
        "firstname": "Zoë",
        "lastname": 'O\'Neil "x" ☃',
        "birthdate": "1980-02-29",
        "anniversary": "2001-01-31",
        "lastonholdtime": "2026-01-31T12:13:14Z",
        "donotemail": True,
        "numberofchildren": 2,
        "annualincome": 1000.5,
        "address1_latitude": 59.91,
        "subscriptionid": str(uuid4()),
        "gendercode": 2,
        "businesscard": "line\nline",
    }
    identifier = api.create("contacts", **values)
    row = api.get(f"contacts({identifier})?$select={','.join(values)}")
    assert {name: row[name] for name in values} == values


def test_roles_and_teams_are_given_and_taken_by_reference(api: WebApi, crm: Crm) -> None:
    role, team = api.create("roles", name="Reader"), TeamFactory.create()
    given = {"@odata.id": f"http://testserver/api/data/v9.2/roles({role})"}
    address = f"systemusers({crm.user.pk})/systemuserroles_association"
    assert api.call("POST", f"{address}/$ref", given).status_code == 204
    assert api.call("POST", f"{address}/$ref", given).status_code == 204
    assert SystemUserRole.objects.filter(role_id=role).count() == 1
    assert api.call("DELETE", f"{address}({role})/$ref").status_code == 204
    assert api.call("DELETE", f"{address}({role})/$ref").status_code == 404
    member = {"@odata.id": f"systemusers({crm.user.pk})"}
    members = f"teams({team.pk})/teammembership_association/$ref"
    assert api.call("POST", members, member).status_code == 204
    assert api.call("DELETE", f"{members}?$id=systemusers({crm.user.pk})").status_code == 204
    assert not TeamMembership.objects.exists()


def test_nothing_is_written_if_the_answer_is_refused(api: WebApi, crm: Crm) -> None:
    answer = api.call("POST", "accounts?$select=nothing", {"name": "x"}, prefer=REPRESENTATION)
    assert answer.status_code == 400
    assert not Account.objects.exists()


@pytest.mark.parametrize("number", ["1e30000000", "-1e-30000000", "1e401"])
def test_a_number_of_absurd_size_is_refused_at_once(api: WebApi, number: str) -> None:
    body = f'{{"name":"x","numberofemployees":{number}}}'.encode()
    answer = api.call("POST", "accounts", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "0x80048d19")


def test_there_are_no_moments_before_1753(api: WebApi) -> None:
    answer = api.call("POST", "accounts", {"name": "x", "lastusedincampaign": "0001-01-01T00:00:00Z"})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], "01/01/0001 00:00:00" in error["message"]) == ("0x80040239", True)
    earliest = {"name": "x", "lastusedincampaign": "1753-01-01T00:00:00Z"}
    assert api.call("POST", "accounts", earliest).status_code == 204


def test_a_database_that_is_not_free_and_an_error_of_ours_are_told_in_json(
    api: WebApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, status in ((OperationalError("database is locked"), 503), (RuntimeError("why"), 500)):
        monkeypatch.setattr("crm.web_api.views.handle_alone", Mock(side_effect=error))
        answer = api.call("GET", "accounts")
        assert (answer.status_code, answer["OData-Version"]) == (status, "4.0")
        assert answer.json()["error"]["code"] == "0x80040216"
        assert answer.headers.get("Retry-After") == ("2" if status == 503 else None)
