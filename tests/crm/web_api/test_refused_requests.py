"""Whatever a client sends, the answer says what is wrong with it."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from odata.paging import encode_cookie
from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SOME_ID = UUID(int=1)


def expect_refusal(answer: Any, *statuses: int) -> None:
    assert answer.status_code in (statuses or (400,)), answer.content
    assert answer.json()["error"]["code"].startswith("0x")
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("value", ["x", 5, None, {}, [1], True, 2**70, "0" * 36])
@pytest.mark.parametrize("key", ["pk", "createdon", "creditlimit"])
def test_a_page_token_that_nobody_gave_out_is_refused(api: WebApi, key: str, value: Any) -> None:
    keys, after, order = (["pk"], [value], "") if key == "pk" else ([key, "pk"], [value, SOME_ID], key)
    token = quote(encode_cookie(2, {"keys": keys, "after": after}))
    answer = api.call("GET", f"accounts?$orderby={order}&$skiptoken={token}")
    if answer.status_code != 200:  # a value that happens to have the column's type is no harm
        expect_refusal(answer)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"name": NaN}',
        b'{"name": 5}',
        b'{"name": "\\u0000"}',
        b'{"name": "\\ud800"}',
        b'{"creditlimit": 1e308}',
        b'{"creditlimit": "5"}',
        b'{"numberofemployees": 1.5}',
        b'{"nosuch": 1}',
        b'{"primarycontactid": "x"}',
        b'{"primarycontactid@odata.bind": 5}',
        b'{"primarycontactid@odata.bind": "/accounts(00000000-0000-0000-0000-000000000001)"}',
        b'{"nosuch@odata.bind": null}',
        b'{"a":' * 3000,
    ],
)
def test_a_body_that_does_not_fit_the_table_is_refused(api: WebApi, body: bytes) -> None:
    account = api.create("accounts", name="Contoso")
    expect_refusal(api.call("POST", "accounts", body), 400, 501)
    expect_refusal(api.call("PATCH", f"accounts({account})", body), 400, 501)


@pytest.mark.parametrize(
    "query",
    [
        "$filter=name eq",
        "$filter=nosuch eq 1",
        "$filter=statecode eq 'x'",
        "$filter=contains(creditlimit,'1')",
        "$filter=name eq 'a%00b'",
        "$filter=numberofemployees eq 99999999999999999999",
        "$filter=" + "(" * 500,
        "$select=nosuch",
        "$orderby=nosuch",
        "$expand=nosuch",
        "$skip=5",
        "$top=x",
        "$skiptoken=x",
        "$deltatoken=x",
        "$nosuch=1",
        "%ff=%ff",
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(api: WebApi, query: str) -> None:
    expect_refusal(api.call("GET", f"accounts?{query}"))


@pytest.mark.parametrize("tag", ["x", 'W/"x"', "W/5", 'W/"99999999999999999999"'])
def test_an_entity_tag_that_is_none_is_refused(api: WebApi, tag: str) -> None:
    account = api.create("accounts", name="Contoso")
    expect_refusal(api.call("PATCH", f"accounts({account})", {"name": "x"}, If_Match=tag))
    assert api.get(f"accounts({account})")["name"] == "Contoso"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nosuch", 404),
        ("accounts(5)", 400),
        ("accounts()", 400),
        ("accounts(telephone1='A')", 400),
        ("accounts(c21114db-8fbc-4f36-8a3b-31ad48c8ac6f)", 404),
        (f"accounts({SOME_ID})/nosuch", 404),
        ("accounts(((", 404),
        ("%00", 404),
    ],
)
def test_an_address_that_leads_nowhere_says_so(api: WebApi, path: str, status: int) -> None:
    expect_refusal(api.call("GET", path), status, 400)
