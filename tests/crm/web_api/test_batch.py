"""Batches: every write for itself, change sets as one, and answers that the strictest clients understand."""

from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from crm.models import Account, Contact
from crm.web_api.batch_execution import _with_references
from odata.batch import ChangeSet, ChangeSetResponse
from odata.http_message import InnerRequest
from tests.crm.embedded_crm import WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
GO_ON = "odata.continue-on-error"


def names() -> list[str | None]:
    return sorted(Account.objects.values_list("name", flat=True))


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_each_request_of_a_batch_gets_its_own_answer(api: WebApi, newline: str) -> None:
    account = uuid4()
    answer = api.batch(
        [
            request("PATCH", f"accounts({account})", {"name": "Contoso"}, headers={"If-None-Match": "*"}),
            request("GET", f"/api/data/v9.2/accounts({account})?$select=name"),
            request("GET", "http://testserver/api/data/v9.2/accounts?$select=name&$filter=name eq 'contoso'"),
            request("DELETE", f"accounts({account})"),
            request("GET", f"accounts({account})"),
        ],
        prefer=GO_ON,
        newline=newline,
    )
    assert answer.http.status_code == 200
    assert answer.http["Preference-Applied"] == GO_ON
    assert answer.statuses == [204, 200, 200, 204, 404]
    assert answer.content(1)["name"] == answer.content(2)["value"][0]["name"] == "Contoso"
    assert answer.content(4)["error"]["code"] == "0x80040217"


def test_one_bad_record_never_fails_its_neighbours(api: WebApi) -> None:
    answer = api.batch(
        [
            request("POST", "accounts", {"name": "First"}),
            request("POST", "accounts", {"name": "x" * 161}),
            request("POST", "accounts", {"nosuch": 1}),
            request("POST", "nosuch", {}),
            request("POST", "accounts", {"name": "Last"}),
        ],
        prefer=GO_ON,
    )
    assert answer.statuses == [204, 400, 400, 404, 204]
    assert names() == ["First", "Last"]


def test_without_the_preference_a_batch_ends_at_its_first_error(api: WebApi) -> None:
    answer = api.batch(
        [
            request("POST", "accounts", {"name": "First"}),
            request("DELETE", f"accounts({uuid4()})"),
            request("POST", "accounts", {"name": "Never"}),
        ]
    )
    assert answer.http.status_code == 404
    assert answer.statuses == [204, 404]
    assert names() == ["First"]


def test_a_change_set_binds_what_it_creates(api: WebApi) -> None:
    answer = api.batch(
        [
            ChangeSet(
                (
                    request("POST", "accounts", {"name": "Contoso"}, content_id="1"),
                    request(
                        "POST",
                        "contacts",
                        {"lastname": "Berg", "parentcustomerid_account@odata.bind": "$1"},
                        content_id="2",
                    ),
                    request("PATCH", "$1", {"primarycontactid@odata.bind": "$2"}, content_id="3"),
                )
            )
        ]
    )
    (part,) = answer.parts
    assert isinstance(part, ChangeSetResponse)
    assert [response.content_id for response in part.responses] == ["1", "2", "3"]
    account, contact = Account.objects.get(), Contact.objects.get()
    assert account.primarycontactid_id == contact.pk
    assert contact.parentcustomerid == account.pk
    assert answer.http["Content-Type"].startswith("multipart/mixed; boundary=batchresponse_")
    assert b"\r\nContent-Type: multipart/mixed; boundary=changesetresponse_" in answer.http.content
    assert b"\n" not in answer.http.content.replace(b"\r\n", b"")


def test_a_change_set_that_fails_leaves_nothing_and_answers_once(api: WebApi) -> None:
    answer = api.batch(
        [
            request("POST", "accounts", {"name": "Before"}),
            ChangeSet(
                (
                    request("POST", "accounts", {"name": "Undone"}, content_id="1"),
                    request(
                        "PATCH",
                        f"accounts({uuid4()})",
                        {"name": "x"},
                        content_id="2",
                        headers={"If-Match": "*"},
                    ),
                )
            ),
            request("POST", "accounts", {"name": "After"}),
        ],
        prefer=GO_ON,
    )
    assert answer.statuses == [204, 404, 204]
    assert names() == ["After", "Before"]


def test_a_reference_to_nothing_fails_its_change_set(api: WebApi) -> None:
    answer = api.batch([ChangeSet((request("PATCH", "$7", {"name": "x"}, content_id="1"),))])
    assert answer.http.status_code == 400
    assert "'$7'" in answer.content(0)["error"]["message"]


def test_conditions_hold_inside_a_batch(api: WebApi) -> None:
    account = api.create("accounts", name="Contoso")
    etag = api.get(f"accounts({account})")["@odata.etag"]
    path = f"accounts({account})?$select=name"
    answer = api.batch(
        [
            request(
                "PATCH", path, {"name": "One"}, headers={"If-Match": etag, "Prefer": "return=representation"}
            ),
            request("PATCH", path, {"name": "Two"}, headers={"If-Match": etag}),
            request("PATCH", path, {"name": "Three"}, headers={"If-None-Match": "*"}),
        ],
        prefer=GO_ON,
    )
    assert answer.statuses == [200, 412, 412]
    assert answer.content(0)["name"] == "One"
    assert answer.content(0)["@odata.etag"] != etag
    assert [answer.content(n)["error"]["code"] for n in (1, 2)] == ["0x80060882", "0x80040237"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"--batch_x\r\n", "multipart/mixed; boundary=batch_x"),
        (b"{}", "multipart/mixed"),
    ],
)
def test_a_batch_that_is_none_is_refused(api: WebApi, body: bytes, content_type: str) -> None:
    answer = api.call("POST", "$batch", body, Content_Type=content_type)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"].startswith("0x")


def test_a_batch_has_its_bounds(api: WebApi) -> None:
    too_many = api.batch([request("GET", "WhoAmI")] * 1001)
    assert too_many.http.status_code == 400
    nested = api.batch([request("POST", "$batch", {})])
    assert nested.statuses == [400]


def test_a_large_batch_is_answered_and_one_that_is_too_large_refused(
    api: WebApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"name": "x", "description": "y" * 2000}
    parts = [request("PATCH", f"accounts({uuid4()})", values) for _ in range(1000)] + [
        request("GET", "WhoAmI")
    ]
    assert api.batch(parts[:-1]).statuses == [204] * 1000
    assert Account.objects.count() == 1000
    for module in ("batch", "views"):
        monkeypatch.setattr(f"crm.web_api.{module}.MAX_BATCH_BODY", 1000)
    refused = api.batch(parts[:5])
    assert refused.http.status_code == 413
    assert "1000 bytes" in refused.http.json()["error"]["message"]


def test_only_writes_open_a_transaction(api: WebApi) -> None:
    def savepoints(*parts: InnerRequest) -> int:
        with CaptureQueriesContext(connections["crm"]) as queries:
            assert api.batch(parts).http.status_code == 200
        return sum(query["sql"].startswith("SAVEPOINT") for query in queries)

    assert savepoints(request("GET", "accounts?$select=name"), request("GET", "WhoAmI")) == 0
    assert savepoints(request("POST", "accounts", {"name": "Contoso"})) > 0


def test_a_body_that_is_no_json_is_refused_by_its_own_request(api: WebApi) -> None:
    broken = request("POST", "accounts", content_id="2")
    broken = type(broken)(broken.method, broken.url, broken.headers, b'{"name": "$1', "2")
    answer = api.batch([ChangeSet((request("POST", "accounts", {"name": "x"}, content_id="1"), broken))])
    assert answer.statuses == [400]
    assert names() == []


def test_content_ids_come_back_on_single_requests_too(api: WebApi) -> None:
    answer = api.batch([request("GET", "WhoAmI", content_id="7")])
    assert [part.content_id for part in answer.parts] == ["7"]  # type: ignore[union-attr]
    assert UUID(answer.content(0)["UserId"])


def test_a_body_that_is_nested_too_deep_is_refused_by_its_own_request(api: WebApi) -> None:
    for depth in (100, 400, 900, 5_000):
        body = b'{"name":"$1","a":' + b'{"a":' * depth + b"1" + b"}" * (depth + 1)
        part = InnerRequest("POST", "accounts", {}, body, content_id="2")
        answer = api.batch([ChangeSet((request("POST", "accounts", {"name": "A"}, content_id="1"), part))])
        assert answer.statuses == [400]
    assert names() == []


def test_amounts_beside_a_reference_keep_every_digit() -> None:
    body = b'{"creditlimit":99999999999999.1234,"parentaccountid@odata.bind":"$1"}'
    resolved = _with_references(body, {"1": "accounts(x)"})
    assert resolved == b'{"creditlimit": 99999999999999.1234, "parentaccountid@odata.bind": "accounts(x)"}'
