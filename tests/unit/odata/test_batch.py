"""Batches as servers and clients of all kinds write them."""

import json

import pytest

from odata.batch import (
    ChangeSet,
    ChangeSetResponse,
    parse_batch,
    parse_responses,
    render_batch,
    render_requests,
)
from odata.errors import ODataError
from odata.http_message import InnerRequest, InnerResponse
from odata.references import resolve_binds, resolve_url

LINES = """--batch_x
Content-Type: application/http
Content-Transfer-Encoding: binary

GET /api/data/v9.2/accounts?$select=name&$filter=name eq 'a b' HTTP/1.1
Accept: application/json


--batch_x
Content-Type: multipart/mixed; boundary="changeset_y"

--changeset_y
Content-Type: application/http
Content-Transfer-Encoding: binary
Content-ID: 1

POST accounts HTTP/1.1
content-type: application/json

{"name":"Ærø"}
--changeset_y
content-type: application/http
content-id: 2

PATCH $1 HTTP/1.1

{"a":1}
--changeset_y--

--batch_x--
"""
EXPECTED: list[InnerRequest | ChangeSet] = [
    InnerRequest(
        "GET",
        "/api/data/v9.2/accounts?$select=name&$filter=name eq 'a b'",
        {"accept": "application/json"},
    ),
    ChangeSet(
        (
            InnerRequest(
                "POST", "accounts", {"content-type": "application/json"}, '{"name":"Ærø"}'.encode(), "1"
            ),
            InnerRequest("PATCH", "$1", {}, b'{"a":1}', "2"),
        )
    ),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "content_type", ["multipart/mixed;boundary=batch_x", 'Multipart/Mixed; boundary="batch_x"']
)
def test_a_batch_is_read_whatever_its_line_ends_and_quotes(newline: str, content_type: str) -> None:
    body = LINES.replace("\n", newline).encode()
    parts = parse_batch(body, content_type)
    first, change_set = parts
    assert isinstance(first, InnerRequest)
    assert first.body.strip() == b""
    assert [InnerRequest(first.method, first.url, first.headers), change_set] == EXPECTED


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/mixed;boundary=b"),
        (b"", "application/json"),
        (b"--b--", "multipart/mixed"),
        (b"--b\nContent-Type: application/http\n\nGET x HTTP/1.1\n", "multipart/mixed;boundary=b"),
        (b"--b\n\nGET x HTTP/1.1\n--b--", "multipart/mixed;boundary=b"),
        (b"--b\nContent-Type: application/http\n\nhello\n--b--", "multipart/mixed;boundary=b"),
        (b"--b\nno colon\n\nGET x HTTP/1.1\n--b--", "multipart/mixed;boundary=b"),
        (b"--b\nContent-Type: multipart/mixed\n\n--b--", "multipart/mixed;boundary=b"),
    ],
)
def test_a_batch_that_is_broken_or_cut_off_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(ODataError) as refusal:
        parse_batch(body, content_type)
    assert refusal.value.status == 400


def test_a_change_set_neither_reads_nor_repeats_its_ids() -> None:
    for requests in (
        (InnerRequest("GET", "accounts"),),
        (InnerRequest("POST", "accounts", content_id="1"), InnerRequest("POST", "contacts", content_id="1")),
    ):
        with pytest.raises(ODataError):
            parse_batch(render_requests([ChangeSet(requests)], "b"), "multipart/mixed;boundary=b")


def test_limits_bound_the_number_of_requests_and_the_length_of_a_url() -> None:
    requests: list[InnerRequest | ChangeSet] = [
        InnerRequest("GET", "accounts"),
        ChangeSet((InnerRequest("POST", "accounts"),) * 2),
    ]
    body = render_requests(requests, "b")
    with pytest.raises(ODataError, match="has 3 requests; 2 are allowed"):
        parse_batch(body, "multipart/mixed;boundary=b", max_requests=2)
    with pytest.raises(ODataError, match="longer than 7"):
        parse_batch(body, "multipart/mixed;boundary=b", max_url=7)


def test_an_answer_is_written_as_the_strictest_clients_expect_it() -> None:
    answer = render_batch(
        [
            InnerResponse(200, {"Content-Type": "application/json"}, b'{"value":[]}'),
            ChangeSetResponse((InnerResponse(204, {"OData-EntityId": "x"}, content_id="1"),)),
        ],
        "batchresponse_8b1a",
    )
    lines = answer.decode().split("\r\n")
    inner = lines[9].removeprefix("Content-Type: multipart/mixed; boundary=")
    assert inner.startswith("changesetresponse_")
    assert "\n" not in "".join(lines)
    assert lines == [
        "--batchresponse_8b1a",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        "HTTP/1.1 200 OK",
        "Content-Type: application/json",
        "",
        '{"value":[]}',
        "--batchresponse_8b1a",
        f"Content-Type: multipart/mixed; boundary={inner}",
        "",
        f"--{inner}",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "Content-ID: 1",
        "",
        "HTTP/1.1 204 No Content",
        "OData-EntityId: x",
        "",
        "",
        f"--{inner}--",
        "",
        "--batchresponse_8b1a--",
        "",
    ]


def test_an_answer_is_read_by_a_client() -> None:
    parts: list[InnerResponse | ChangeSetResponse] = [
        InnerResponse(412, {"content-type": "application/json"}, json.dumps({"error": {}}).encode(), "7"),
        ChangeSetResponse((InnerResponse(204, {"odata-entityid": "x"}, content_id="1"),)),
        InnerResponse(499),
    ]
    assert parse_responses(render_batch(parts, "b"), "multipart/mixed; boundary=b") == parts
    for body in (b"--b\nContent-Type: application/http\n\nGET x\n--b--", b"{}"):
        with pytest.raises(ODataError):
            parse_responses(body, "multipart/mixed; boundary=b")
    with pytest.raises(ODataError):
        parse_responses(b"{}", "application/json")


def test_a_header_cannot_smuggle_in_another() -> None:
    body = render_batch([InnerResponse(200, {"A": "x\r\nB: y"})], "b")
    (response,) = parse_responses(body, "multipart/mixed;boundary=b")
    assert isinstance(response, InnerResponse)
    assert response.headers == {"a": "x B: y"}


def test_references_stand_for_what_an_earlier_request_made() -> None:
    made = {"1": "accounts(5)", "new-1": "contacts(7)"}
    assert resolve_url("$1", made) == resolve_url("/$1", made) == "accounts(5)"
    assert resolve_url("$new-1/parent/$ref", made) == "contacts(7)/parent/$ref"
    assert resolve_url("accounts(1)", made) == "accounts(1)"
    assert resolve_url("$batch", made) == "$batch"
    body = {
        "primarycontactid@odata.bind": "$new-1",
        "name": "$1",
        "list@odata.bind": ["$1", "contacts(9)"],
        "orders": [{"customerid_account@odata.bind": "/$1"}],
        "empty@odata.bind": None,
    }
    assert resolve_binds(body, made) == {
        "primarycontactid@odata.bind": "contacts(7)",
        "name": "$1",
        "list@odata.bind": ["accounts(5)", "contacts(9)"],
        "orders": [{"customerid_account@odata.bind": "accounts(5)"}],
        "empty@odata.bind": None,
    }
    with pytest.raises(ODataError):
        resolve_url("$2", made)
