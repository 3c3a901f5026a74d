"""What is no resource, no method, no JSON: refused with a code, never with a fault of ours."""

from typing import Any

import pytest
from django.db import IntegrityError

from erp.rest_api.errors import error_answer
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


@pytest.mark.parametrize(
    "path",
    [
        "customers?$filter=displayName eq '%00'",
        "customers?q=%00",
        "customers%00",
        "customers(%00)",
        "customers(x%00)/Microsoft.NAV.post",
        "/api/v2.0/%00",
        "/api/v2.0/companies(%00)/customers",
        "/api/dynamics/v1.0/couplings(%00)",
        "/api/dynamics/v1.0/%00",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_null_character_in_an_address_is_refused_in_json(api: Caller, method: str, path: str) -> None:
    assert error_of(api.send(method, path, {})) == (400, "BadRequest_InvalidRequestUrl")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "customers(%ff)", None, 400, "Application_InvalidGUID"),
        ("GET", "customers({id})?$filter=city eq ''", None, 400, "BadRequest_InvalidRequestUrl"),
        ("GET", "customers?$top=1" + "0" * 30, None, 400, "BadRequest_InvalidRequestUrl"),
        ("GET", "customers?$filter=creditLimit gt NaN", None, 400, "BadRequest_NotFound"),
        ("GET", "customers?$expand=shoes", None, 400, "BadRequest_NotFound"),
        ("POST", "customers?$top=1", {}, 400, "BadRequest_InvalidRequestUrl"),
        ("POST", "customers", '{"creditLimit": 1e400000}', 400, "Application_FieldValidationException"),
        ("POST", "customers", '{"creditLimit": 1e9999999999999999999}', 400, "BadRequest"),
        ("POST", "customers", '{"creditLimit": -Infinity}', 400, "BadRequest"),
        ("POST", "customers", {"creditLimit": "NaN"}, 400, "Application_EvaluateException"),
        ("PATCH", "customers({id})?$filter=city eq ''", {}, 400, "BadRequest_InvalidRequestUrl"),
        ("PATCH", "customers({id})", {"city": ["Oslo"]}, 400, "Application_EvaluateException"),
        ("PATCH", "customers({id})", "", 400, "BadRequest"),
        ("DELETE", "customers({id})?$select=id", None, 400, "BadRequest_InvalidRequestUrl"),
        ("PUT", "customers({id})", {}, 405, "BadRequest_MethodNotAllowed"),
        ("GET", "customers({id})/Microsoft.NAV.post", None, 404, "BadRequest_ResourceNotFound"),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused_by_a_code_and_changes_nothing(
    api: Caller, method: str, path: str, body: Any, status: int, code: str
) -> None:
    made = api.made("customers", {"displayName": "Santé"})
    answer = api.send(method, path.replace("{id}", made["id"]), body, etag="*")
    assert error_of(answer) == (status, code)
    assert "CorrelationId" in answer.json()["error"]["message"]
    (only,) = api.rows("customers")
    assert only["@odata.etag"] == made["@odata.etag"]


def test_what_is_changed_comes_back_as_it_is_asked_for(api: Caller) -> None:
    made = api.made("customers", {"displayName": "Santé"})
    changed = api.patch(f"customers({made['id']})?$select=city", {"city": "Oslo"}).json()
    assert changed.keys() == {"@odata.context", "@odata.etag", "city"}


def test_a_body_that_is_too_large_is_refused(api: Caller) -> None:
    assert error_of(api.post("customers", b" " * 4_000_001)) == (413, "BadRequest")


def test_what_only_the_database_could_see_of_others_is_a_conflict() -> None:
    answer = error_answer(IntegrityError("foreign key of erp_customer"), {})
    error = answer.data["error"]
    assert (answer.status_code, error["code"]) == (409, "Request_EntityChanged")
    assert "erp_customer" not in error["message"]
