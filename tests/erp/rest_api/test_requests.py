"""What is no resource, no method, no JSON: refused with a code, never with a fault of ours."""

from typing import Any

import pytest

from tests.erp.rest_api.caller import ROOT, Caller, error_of

SOME = "0e7cf9a6-9f13-4d0c-8d5a-3a2f6f1c9b01"


def test_the_root_names_the_entity_sets(api: Caller) -> None:
    sets = {entry["name"] for entry in api.get(ROOT).json()["value"]}
    assert {"companies", "customers"} <= sets


def test_there_is_one_company(api: Caller) -> None:
    (company,) = api.rows("/api/v2.0/companies")
    assert api.get(f"/api/v2.0/companies({company['id']})").json()["id"] == company["id"]
    assert f"companies({company['id']})" in api.company


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"/api/v2.0/companies({SOME})/customers", 404, "Internal_CompanyNotFound"),
        (f"/api/v2.0/companies({SOME})", 404, "Internal_RecordNotFound"),
        ("/api/v2.0/companies(x)/customers", 400, "Application_InvalidGUID"),
        (f"customers({SOME})", 404, "Internal_RecordNotFound"),
        ("customers(x)", 400, "Application_InvalidGUID"),
        ("customers()", 404, "BadRequest_ResourceNotFound"),
        ("shoes", 404, "BadRequest_ResourceNotFound"),
        (f"customers({SOME})/shoes", 404, "BadRequest_ResourceNotFound"),
        ("/api/v2.0/customers", 404, "BadRequest_ResourceNotFound"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(api: Caller, path: str, status: int, code: str) -> None:
    assert error_of(api.get(path)) == (status, code)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "customers"),
        ("PATCH", "customers"),
        ("POST", "/api/v2.0/companies"),
        ("OPTIONS", "customers"),
        ("POST", f"customers({SOME})"),
    ],
)
def test_a_method_that_is_not_offered_is_refused(api: Caller, method: str, path: str) -> None:
    answer = api.send(method, path, {})
    assert error_of(answer) == (405, "BadRequest_MethodNotAllowed")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "5",
        '"x"',
        "null",
        '{"displayName": NaN}',
        b"\xff\xfe",
        "[" * 100_000,
        "{" + '"a":{' * 50_000,
        '{"creditLimit": ' + "1" * 5_000 + "}",
    ],
)
def test_a_body_that_is_no_json_object_is_refused(api: Caller, body: Any) -> None:
    assert error_of(api.post("customers", body)) == (400, "BadRequest")


def test_other_formats_than_json_are_not_read(api: Caller) -> None:
    assert error_of(api.post("customers", "a=b", **{"Content-Type": "text/xml"})) == (415, "BadRequest")


def test_a_body_that_is_too_large_is_refused(api: Caller) -> None:
    assert error_of(api.post("customers", b" " * 4_000_001)) == (413, "BadRequest")
