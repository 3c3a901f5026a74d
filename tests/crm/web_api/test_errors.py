"""What the Web API refuses: status, code and sentence."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account
from crm.web_api.messages import MAX_BODY
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
BAD, PAYLOAD, UNKNOWN = (400, "0x80060888"), (400, "0x80048d19"), (404, "0x8006088a")
NOBODY = "00000000-0000-0000-0000-00000000dead"


def refusal(answer: Any) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["message"].strip()
    assert answer["OData-Version"] == "4.0"
    return answer.status_code, error["code"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("accounts?$select=nothing", BAD),
        ("accounts?$filter=nothing eq 1", BAD),
        ("accounts?$filter=name", BAD),
        ("accounts?$filter=name eq", BAD),
        ("accounts?$filter=name eq 1", BAD),
        ("accounts?$filter=statecode eq 'x'", BAD),
        ("accounts?$filter=contains(statecode,'1')", BAD),
        ("accounts?$filter=Microsoft.Dynamics.CRM.LastXHours(PropertyName='nothing',PropertyValue=1)", BAD),
        ("accounts?$filter=numberofemployees eq 99999999999999999999", BAD),
        ("accounts?$filter=name eq 'a%00b'", BAD),
        ("accounts?$filter=primarycontactid/nothing eq 'x'", BAD),
        ("accounts?$filter=nothing/fullname eq 'x'", BAD),
        ("accounts?$orderby=nothing", BAD),
        ("accounts?$orderby=name sideways", BAD),
        ("accounts?$expand=nothing", BAD),
        ("accounts?$expand=primarycontactid($select=nothing)", BAD),
        ("accounts?$top=-1", BAD),
        ("accounts?$top=x", BAD),
        ("accounts?$skip=5", BAD),
        ("accounts?$search=x", BAD),
        ("accounts?$apply=aggregate(nothing with sum as n)", BAD),
        ("accounts?$skiptoken=nonsense", BAD),
        ("accounts?$count=maybe", BAD),
        ("accounts(1)", BAD),
        ("accounts(telephone1='A1')", BAD),
        (f"accounts({NOBODY})?$filter=name eq 'x'", BAD),
        ("nothings", UNKNOWN),
        ("accounts/nothing", UNKNOWN),
        ("accounts/$value", UNKNOWN),
        ("accounts((", UNKNOWN),
        (f"accounts({NOBODY})/a/b", UNKNOWN),
        (f"accounts({NOBODY})", (404, "0x80040217")),
        (f"accounts({NOBODY})/name", (404, "0x80040217")),
        (f"accounts({NOBODY})/contact_customer_accounts", (404, "0x80040217")),
        ("accounts?$expand=territoryid", None),
        ("EntityDefinitions(LogicalName='nothing')", (404, "0x80060888")),
    ],
)
def test_reading_what_is_not_there(api: WebApi, path: str, expected: tuple[int, str] | None) -> None:
    answer = api.call("GET", path)
    if expected is None:
        assert answer.status_code == 200
    else:
        assert refusal(answer) == expected


def test_what_is_not_implemented_is_no_error_for_the_log(
    api: WebApi, caplog: pytest.LogCaptureFixture
) -> None:
    job = {"JobName": "x", "QuerySet": [{"EntityName": "account", "TopCount": 5}]}
    assert api.call("POST", "BulkDelete", job).status_code == 501
    assert caplog.records == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": "x" * 161}, (400, "0x80044331")),
        ({"sic": "x" * 21}, (400, "0x80044331")),
        ({"customertypecode": 99}, (400, "0x8004431a")),
        ({"industrycode": 99}, (400, "0x8004431a")),
        ({"numberofemployees": -1}, (400, "0x8004432f")),
        ({"creditlimit": -0.01}, (400, "0x80044330")),
        ({"creditlimit": 1e40}, (400, "0x80044330")),
        ({"address1_latitude": 90.1}, (400, "0x80044330")),
        ({"name": None}, (400, "0x80040203")),
        ({"name": ""}, (400, "0x80040203")),
        ({"createdon": "2026-01-01T00:00:00Z"}, (400, "0x80040203")),
        ({"exchangerate": 3}, (400, "0x80040203")),
        ({"name": 5}, PAYLOAD),
        ({"name": "a\u0000b"}, PAYLOAD),
        ({"name": "\ud800"}, PAYLOAD),
        ({"numberofemployees": "5"}, PAYLOAD),
        ({"numberofemployees": 1.5}, PAYLOAD),
        ({"numberofemployees": True}, PAYLOAD),
        ({"creditonhold": 1}, PAYLOAD),
        ({"customertypecode": "Customer"}, PAYLOAD),
        ({"creditlimit": "12"}, PAYLOAD),
        ({"lastonholdtime": "yesterday"}, PAYLOAD),
        ({"stageid": "x"}, PAYLOAD),
        ({"nothing": 1}, PAYLOAD),
        ({"nothing@odata.bind": "/accounts(1)"}, PAYLOAD),
        ({"Primarycontactid@odata.bind": f"/contacts({NOBODY})"}, PAYLOAD),
        ({"primarycontactid@odata.bind": 5}, PAYLOAD),
        ({"primarycontactid@odata.bind": f"/accounts({NOBODY})"}, PAYLOAD),
        ({"primarycontactid@odata.bind": "/contacts"}, BAD),
        ({"primarycontactid@odata.bind": "/contacts(emailaddress1='x')"}, BAD),
        ({"primarycontactid@odata.bind": f"/nothings({NOBODY})"}, UNKNOWN),
        ({"primarycontactid@odata.bind": f"/contacts({NOBODY})"}, (404, "0x80040217")),
        ({"ownerid@odata.bind": f"/teams({NOBODY})"}, (404, "0x80040217")),
        ({"ownerid@odata.bind": None}, (400, "0x80040203")),
        ({"_primarycontactid_value": NOBODY}, BAD),
        ({"accountid": NOBODY}, PAYLOAD),
        ({"primarycontactid": {"lastname": "x"}}, PAYLOAD),
        ({"contact_customer_accounts": []}, PAYLOAD),
        ({"contact_customer_accounts@odata.bind": []}, PAYLOAD),
        ({"statecode": 1, "statuscode": 1}, (400, "0x80048408")),
        ({"statuscode": 2}, (400, "0x80048408")),
        ({"statecode": 7}, (400, "0x8004431a")),
    ],
)
def test_writing_what_does_not_fit_changes_nothing(
    api: WebApi, values: dict[str, Any], expected: tuple[int, str]
) -> None:
    account = AccountFactory.create(name="Untouched")
    assert refusal(api.call("PATCH", f"accounts({account.pk})", values)) == expected
    assert Account.objects.values().get() == Account.objects.filter(pk=account.pk).values().get()
    assert Account.objects.get().versionnumber == account.versionnumber


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b'{"a": NaN}', b"\xff", b'{"name":' + b"[" * 5000]
)
def test_a_body_that_is_no_object_is_refused(api: WebApi, crm: Crm, body: bytes) -> None:
    assert refusal(api.call("POST", "accounts", body)) == PAYLOAD


def test_a_new_record_needs_its_required_columns(api: WebApi, crm: Crm) -> None:
    answer = api.call("POST", "contacts", {"firstname": "Only"})
    assert refusal(answer) == (400, "0x80040203")
    assert "lastname" in answer.json()["error"]["message"]


def test_the_sentence_names_record_and_column(api: WebApi, crm: Crm) -> None:
    missing = api.call("GET", f"accounts({NOBODY})").json()["error"]["message"]
    assert missing == f"account With Id = {NOBODY} Does Not Exist"
    long = api.call("POST", "accounts", {"name": "x" * 161}).json()["error"]["message"]
    assert "'name'" in long
    assert "'160'" in long


def test_an_id_that_is_taken_is_refused(api: WebApi, crm: Crm) -> None:
    account = AccountFactory.create()
    created = api.call("POST", "accounts", {"accountid": str(account.pk), "name": "Twin"})
    upserted = api.call("PATCH", f"accounts({account.pk})", {"name": "Twin"}, If_None_Match="*")
    assert refusal(created) == refusal(upserted) == (412, "0x80040237")


def test_a_version_that_is_gone_is_refused(api: WebApi, crm: Crm) -> None:
    account = AccountFactory.create()
    stale = api.call("PATCH", f"accounts({account.pk})", {"name": "Late"}, If_Match='W/"5"')
    assert refusal(stale) == (412, "0x80060882")
    odd = api.call("PATCH", f"accounts({account.pk})", {"name": "Odd"}, If_Match="five")
    assert refusal(odd) == BAD


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "accounts"),
        ("DELETE", "accounts"),
        ("PUT", "accounts"),
        ("POST", f"accounts({NOBODY})"),
        ("PUT", f"accounts({NOBODY})"),
        ("POST", f"accounts({NOBODY})/name"),
        ("POST", "WhoAmI"),
        ("POST", "accounts/$count"),
        ("POST", f"accounts({NOBODY})/primarycontactid/$ref"),
    ],
)
def test_methods_that_do_not_suit_the_address(api: WebApi, crm: Crm, method: str, path: str) -> None:
    assert refusal(api.call(method, path, {"name": "x"}))[0] == 405


def test_details_come_with_the_error_if_annotations_are_wanted(api: WebApi, crm: Crm) -> None:
    answer = api.call("GET", "accounts?$select=nothing", prefer='odata.include-annotations="*"')
    assert "@Microsoft.PowerApps.CDS.TraceText" in answer.json()["error"]


def test_a_request_of_ten_megabytes_is_too_large(api: WebApi, crm: Crm) -> None:
    answer = api.call("POST", "accounts", b"x" * (MAX_BODY + 1))
    assert refusal(answer)[0] == 413


def test_references_that_cannot_be(api: WebApi, crm: Crm) -> None:
    account, contact = AccountFactory.create(), ContactFactory.create()
    itself = {"parentaccountid@odata.bind": f"/accounts({account.pk})"}
    assert refusal(api.call("PATCH", f"accounts({account.pk})", itself)) == (400, "0x80040203")
    base = f"accounts({account.pk})"
    wrong = {"@odata.id": f"accounts({account.pk})"}
    assert refusal(api.call("PUT", f"{base}/primarycontactid/$ref", wrong)) == PAYLOAD
    assert refusal(api.call("PUT", f"{base}/primarycontactid/$ref", {})) == PAYLOAD
    assert refusal(api.call("PUT", f"{base}/nothing/$ref", wrong)) == UNKNOWN
    right = {"@odata.id": f"contacts({contact.pk})"}
    assert api.call("PUT", f"{base}/contact_customer_accounts/$ref", right).status_code == 405
    assert refusal(api.call("POST", f"{base}/contact_customer_accounts/$ref", wrong)) == PAYLOAD
    nobody = {"@odata.id": f"roles({uuid4()})"}
    roles = f"systemusers({crm.user.pk})/systemuserroles_association/$ref"
    assert refusal(api.call("POST", roles, nobody)) == (404, "0x80040217")
    assert refusal(api.call("POST", roles, right)) == PAYLOAD
    assert refusal(api.call("DELETE", roles)) == BAD


@pytest.mark.parametrize("path", ["/api/data", "/api/data/v1.0/accounts", "/api/data/v9.2"])
def test_a_version_that_is_not_spoken_is_refused_in_json(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "/api/data/v9.2/" in answer.json()["error"]["message"]
