"""Batches letter by letter as clients of Dataverse write them, and what their parsers need of the answer."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account, Contact
from odata.batch import ChangeSet, ChangeSetResponse
from odata.multipart import CRLF
from tests.crm.embedded_crm import WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ROOT = "http://testserver/api/data/v9.2/"


PYTHON_CLIENT = CRLF.decode().join(
    [
        "--batch_1",
        'Content-Type: multipart/mixed; boundary="changeset_1"',
        "",
        "--changeset_1",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 1",
        "",
        f"POST {ROOT}accounts HTTP/1.1",
        "Content-Type: application/json; type=entry",
        "",
        '{"name": "Contoso"}',
        "--changeset_1",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 2",
        "",
        f"POST {ROOT}contacts HTTP/1.1",
        "Content-Type: application/json; type=entry",
        "",
        '{"lastname": "Berg", "parentcustomerid_account@odata.bind": "$1"}',
        "--changeset_1--",
        "--batch_1",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        f"GET {ROOT}contacts?$select=lastname&$expand=parentcustomerid_account($select=name) HTTP/1.1",
        "Accept: application/json",
        "",
        "",
        "--batch_1--",
        "",
    ]
)
DYNAMICS_WEB_API = "\n".join(
    [
        "",
        "--dwa_batch_8b1a",
        "Content-Type: multipart/mixed;boundary=changeset_9c2b",
        "",
        "--changeset_9c2b",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 1",
        "",
        f"POST {ROOT}accounts HTTP/1.1",
        "Content-Type: application/json",
        "",
        '{"name":"Contoso"}',
        "",
        "--changeset_9c2b",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 2",
        "",
        "POST $1/contact_customer_accounts HTTP/1.1",
        "Content-Type: application/json",
        "",
        '{"lastname":"Berg"}',
        "",
        "--changeset_9c2b",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 3",
        "",
        f"PUT {ROOT}$1/primarycontactid/$ref HTTP/1.1",
        "Content-Type: application/json",
        "",
        '{"@odata.id":"$2"}',
        "",
        "--changeset_9c2b--",
        "",
        "--dwa_batch_8b1a--",
        "",
    ]
)


def send(api: WebApi, text: str, content_type: str, **headers: str) -> Any:
    return api.call("POST", "$batch", text.encode(), Content_Type=content_type, **headers)


def test_what_the_python_client_of_microsoft_sends(api: WebApi) -> None:
    """CRLF, an unquoted boundary, absolute addresses, change sets with Content-IDs."""
    answer = send(api, PYTHON_CLIENT, 'multipart/mixed; boundary="batch_1"', Prefer="odata.continue-on-error")
    assert answer.status_code == 200
    kind = answer["Content-Type"]
    boundary = re.fullmatch(r"multipart/mixed; boundary=(batchresponse_[0-9a-f-]{36})", kind)
    assert boundary
    parts = answer.content.split(f"--{boundary[1]}".encode())
    assert parts[0] == b""
    assert re.match(
        rb"\r\nContent-Type: multipart/mixed; boundary=changesetresponse_[0-9a-f-]{36}\r\n", parts[1]
    )
    entities = re.findall(rb"OData-EntityId: (\S+)", answer.content)
    assert [entity.decode() for entity in entities] == [
        f"{ROOT}accounts({Account.objects.get().pk})",
        f"{ROOT}contacts({Contact.objects.get().pk})",
    ]
    line = next(line for line in parts[2].split(CRLF) if line.startswith(b"{"))
    assert json.loads(line)["value"][0]["parentcustomerid_account"]["name"] == "Contoso"
    assert parts[3] == b"--\r\n"


def test_what_dynamics_web_api_sends(api: WebApi) -> None:
    """Line feeds alone, no blank after the semicolon, addresses without a root, references in addresses."""
    answer = send(api, DYNAMICS_WEB_API, "multipart/mixed;boundary=dwa_batch_8b1a")
    assert answer.status_code == 200
    first = answer.content.decode().split("\r\n")[0]
    assert first == f"--{answer['Content-Type'].partition('boundary=')[2]}"
    assert "--changesetresponse_" in answer.content.decode()
    account, contact = Account.objects.get(), Contact.objects.get()
    assert (account.primarycontactid_id, contact.parentcustomerid) == (contact.pk, account.pk)


def test_what_the_package_dataverse_api_sends(api: WebApi) -> None:
    """Line feeds, and a body of null for a deletion."""
    account = AccountFactory.create()
    body = (
        "--batch_1\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\n"
        f"DELETE /api/data/v9.2/accounts({account.pk}) HTTP/1.1\nContent-Type: application/json\n\n"
        "null\n\n--batch_1--"
    )
    answer = send(api, body, "multipart/mixed; boundary=batch_1")
    assert (answer.status_code, Account.objects.count()) == (200, 0)
    assert b"HTTP/1.1 204 No Content" in answer.content


@pytest.mark.parametrize(
    "line",
    [
        "GET accounts?$select=name&$filter=name eq 'a b' HTTP/1.1",
        "get /accounts?$select=name HTTP/1.1",
        "GET /api/data/v9.1/accounts?$select=name HTTP/1.1",
        "GET https://elsewhere.crm4.dynamics.com/api/data/v9.2/accounts?$select=name HTTP/1.1",
        "GET accounts?$select=name",
    ],
)
def test_addresses_and_headers_come_in_any_form(api: WebApi, line: str) -> None:
    AccountFactory.create(name="a b")
    body = (
        "a preamble that means nothing\r\n"
        "--b\r\ncontent-TYPE: Application/HTTP; msgtype=request\r\ncontent-id: seven\r\n\r\n"
        f"{line}\r\nhost: testserver\r\naccept: application/json\r\n"
        'PREFER: odata.include-annotations="*"\r\n\r\n\r\n--b--\r\nan epilogue'
    )
    answer = send(api, body, "multipart/mixed; charset=utf-8; Boundary=b")
    assert answer.status_code == 200, answer.content
    assert b"Content-ID: seven" in answer.content
    assert b'"name":"a b"' in answer.content
    assert b"Preference-Applied: odata.include-annotations" in answer.content


def test_a_change_set_does_not_read(api: WebApi) -> None:
    answer = api.batch([ChangeSet((request("GET", "accounts", content_id="1"),))])
    assert answer.http.status_code == 400
    assert "GET" in answer.http.json()["error"]["message"]


def test_a_batch_holds_no_batch(api: WebApi) -> None:
    answer = api.batch([request("POST", f"{ROOT}$batch", {})])
    assert answer.http.status_code == 400


def test_a_batch_holds_a_thousand_requests_and_no_more(api: WebApi) -> None:
    parts = [request("GET", "WhoAmI") for _ in range(1_001)]
    assert api.batch(parts).http.status_code == 400
    change_set = ChangeSet(tuple(request("POST", "accounts", {"name": f"{n}"}) for n in range(1_000)))
    answer = api.batch([change_set])
    assert (answer.http.status_code, Account.objects.count()) == (200, 1_000)
    assert answer.statuses == [[204] * 1_000]


def test_an_address_has_at_most_64_kilobytes(api: WebApi) -> None:
    fits = "accounts?$select=name&note=".ljust(65_536, "x")
    assert api.batch([request("GET", fits)]).statuses == [200]
    assert api.batch([request("GET", f"{fits}x")]).http.status_code == 400


def test_references_reach_into_what_is_nested_and_stay_in_their_change_set(api: WebApi) -> None:
    inside = {
        "name": "Second",
        "contact_customer_accounts": [{"lastname": "Nested"}],
        "parentaccountid@odata.bind": "/$1",
    }
    answer = api.batch(
        [
            ChangeSet(
                (
                    request("POST", "accounts", {"name": "First"}, content_id="1"),
                    request("POST", "accounts", inside, content_id="2"),
                    request("DELETE", "$2/parentaccountid/$ref", content_id="7"),
                    request("POST", "$2/account_parent_account/$ref", {"@odata.id": "$1"}, content_id="3"),
                    request("PATCH", "$1?$select=name", {"fax": "1"}, content_id="4"),
                    request("PUT", "$1/telephone1", {"value": "7"}, content_id="5"),
                    request("DELETE", "$1/fax", content_id="6"),
                )
            ),
            ChangeSet((request("PATCH", "$1", {"fax": "2"}, content_id="1"),)),
        ],
        prefer="odata.continue-on-error",
    )
    assert answer.statuses == [[204] * 7, 400]
    first, second = Account.objects.get(name="First"), Account.objects.get(name="Second")
    assert (first.telephone1, first.fax) == ("7", None)
    assert (first.parentaccountid_id, second.parentaccountid_id) == (second.pk, None)


def test_a_change_set_of_many_creations_names_each_and_fails_as_one(api: WebApi) -> None:
    taken = AccountFactory.create(accountnumber="A3").pk

    def change_set(*numbers: int) -> ChangeSet:
        return ChangeSet(
            tuple(
                request("POST", "accounts", {"name": f"N{n}", "accountnumber": f"A{n}"}, content_id=str(n))
                for n in numbers
            )
        )

    answer = api.batch([change_set(1, 2, 3, 4), change_set(5, 6)], prefer="odata.continue-on-error")
    assert answer.statuses == [412, [204, 204]]
    made = answer.parts[1]
    assert isinstance(made, ChangeSetResponse)
    assert [part.content_id for part in made.responses] == ["5", "6"]
    ids = [UUID(part.headers["odata-entityid"][-37:-1]) for part in made.responses]
    assert [Account.objects.get(pk=pk).name for pk in ids] == ["N5", "N6"]
    assert Account.objects.exclude(pk=taken).count() == 2


def test_creations_with_a_given_id_do_not_overwrite(api: WebApi) -> None:
    known = AccountFactory.create(name="Kept").pk
    parts = [request("POST", "accounts", {"accountid": str(pk), "name": "New"}) for pk in (known, uuid4())]
    assert api.batch(parts, prefer="odata.continue-on-error").statuses == [412, 204]
    assert Account.objects.get(pk=known).name == "Kept"


def test_what_a_change_set_ties_is_tied_or_not_as_one(api: WebApi) -> None:
    account, contact = AccountFactory.create(), ContactFactory.create()
    member = {"@odata.id": f"contacts({contact.pk})"}
    answer = api.batch(
        [
            ChangeSet(
                (
                    request("POST", f"accounts({account.pk})/contact_customer_accounts/$ref", member),
                    request("DELETE", f"accounts({uuid4()})"),
                )
            )
        ]
    )
    assert answer.statuses == [404]
    contact.refresh_from_db()
    assert contact.parentcustomerid is None
