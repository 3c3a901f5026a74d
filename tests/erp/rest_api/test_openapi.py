"""The OpenAPI description says what the API does; and nothing that it allows makes the API fail."""

import re
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from erp.rest_api.erp_api import ERP_API
from erp.rest_api.openapi.document import openapi_document
from erp.rest_api.openapi.examples import EXAMPLES
from erp.rest_api.urls import urlpatterns
from tests.erp.rest_api.caller import ROOT, Caller
from tests.erp.sales import document, item, set_up_sales

DOCUMENT = openapi_document(ERP_API)
SCHEMAS = DOCUMENT["components"]["schemas"]
NAMED = ("customer", "currency", "paymentTerm", "shipmentMethod")
METHODS = {"get", "post", "patch", "delete"}


def described() -> set[tuple[str, str]]:
    return {(path, method) for path, item in DOCUMENT["paths"].items() for method in item.keys() & METHODS}


def test_every_route_is_described_and_nothing_else() -> None:
    routed = {
        ("/" + re.sub(r"<str:(\w+)>", r"{\1}", str(pattern.pattern)), method)
        for pattern in urlpatterns
        for method in METHODS.intersection(pattern.callback.cls.http_method_names)  # type: ignore[attr-defined]
        if pattern.name not in ("api_openapi_yaml", "api_openapi_json", "api_unknown")
    }
    assert described() == routed


def test_every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() -> None:
    names = [DOCUMENT["paths"][path][method]["operationId"] for path, method in described()]
    assert len(set(names)) == len(names)
    for reference in re.findall(r"\$ref: '#/([^']+)'", yaml.safe_dump(DOCUMENT)):
        place: Any = DOCUMENT
        for step in reference.split("/"):
            place = place[step]


def test_a_record_has_the_properties_that_are_described(api: Caller) -> None:
    set_up_sales()
    order = document(item("BENCH"))
    path = f"salesOrders({order.pk})?$expand=salesOrderLines,{','.join(NAMED)}"
    found = api.get(path).json()
    assert found.keys() == SCHEMAS["salesOrder"]["properties"].keys()
    assert found["salesOrderLines"][0].keys() == properties_of("salesOrderLine")
    for name in ("customer", "item", "currency", "unitOfMeasure"):
        (first, *_others) = api.rows(next(path for path in sets() if SCHEMAS_OF_SETS[path] == name))
        assert first.keys() == properties_of(name) - {*NAMED, "unitOfMeasure"}


def test_the_description_is_given_out(api: Caller) -> None:
    assert yaml.safe_load(api.get(f"{ROOT}openapi.yaml").content) == DOCUMENT
    assert api.get(f"{ROOT}openapi.json").json() == DOCUMENT


def test_what_stands_there_as_an_example_is_taken(api: Caller) -> None:
    made = {path: item["post"] for path, item in DOCUMENT["paths"].items() if "post" in item}
    bodies = {
        path.rpartition("/")[2]: operation["requestBody"]["content"]["application/json"].get("examples", {})
        for path, operation in made.items()
        if "requestBody" in operation
    }
    taken = [
        name for name, examples in bodies.items() for one in examples.values() if api.made(name, one["value"])
    ]
    assert len(taken) == len(EXAMPLES)


def test_every_operation_says_what_it_does_and_which_permission_it_needs() -> None:
    operations = [DOCUMENT["paths"][path][method] for path, method in described()]
    assert all(operation["summary"] for operation in operations)
    without = [one["operationId"] for one in operations if "x-permission" not in one]
    assert without == ["listEntitySets"]


def properties_of(name: str) -> set[str]:
    """Those of a record in a list."""
    return SCHEMAS[name]["properties"].keys() - {"@odata.context"}


SCHEMAS_OF_SETS = {
    path.rpartition("/")[2]: operation["get"]["responses"]["200"]["content"]["application/json"]["schema"][
        "$ref"
    ]
    .rpartition("/")[2]
    .removesuffix("List")
    for path, operation in DOCUMENT["paths"].items()
    if path.startswith("/companies({company_id})/")
    and path.count("/") == 2
    and "(" not in path.rpartition("/")[2]
}


def sets() -> list[str]:
    return list(SCHEMAS_OF_SETS)


ANYTHING = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text()
    | some.sampled_from(
        ["BENCH", "C1", "0001-01-01", "2026-02-30", "9999-12-31", "_x0020_", "\ud800", "1" * 60]
    ),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
LITERALS = some.sampled_from(
    [
        *("null", "true", "''", "'x'", "1", "-1.5", "1e30", "9999999999999999", "2026-01-01", "0001-01-01"),
        *("9999-12-31T23:59:59Z", "00000000-0000-0000-0000-000000000000", "'é%_'", "duration'P1D'", "INF"),
        *("('x','')", "(1,2)", "(null)"),
    ]
)
OPERATORS = some.sampled_from(["eq", "ne", "gt", "le", "in"])
AT_LENGTH = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@AT_LENGTH
@given(data=some.data())
def test_no_body_makes_the_api_fail(api: Caller, data: Any) -> None:
    written = [name for name in sets() if ("/companies({company_id})/" + name, "post") in described()]
    name = data.draw(some.sampled_from(written))
    properties = some.sampled_from([*SCHEMAS[SCHEMAS_OF_SETS[name]]["properties"], "shoeSize"])
    body = data.draw(some.dictionaries(properties, ANYTHING, max_size=4))
    change = data.draw(some.dictionaries(properties, ANYTHING, max_size=3))
    answer = api.post(name, body)
    assert answer.status_code in (201, 400), (name, body, answer.content)
    if answer.status_code == 201:
        changed = api.patch(f"{name}({answer.json()['id']})", change)
        assert changed.status_code in (200, 400), (name, change, changed.content)


@AT_LENGTH
@given(data=some.data())
def test_no_query_makes_the_api_fail(api: Caller, data: Any) -> None:
    name = data.draw(some.sampled_from(sets()))
    properties = some.sampled_from([*SCHEMAS[SCHEMAS_OF_SETS[name]]["properties"], "shoeSize"])
    one, other = data.draw(properties), data.draw(properties)
    condition = f"{one} {data.draw(OPERATORS)} {data.draw(LITERALS)}"
    query = {
        "$filter": data.draw(
            some.sampled_from([condition, f"not ({condition})", f"contains({one},'x') or {condition}"])
        ),
        "$orderby": data.draw(some.sampled_from(["", other, f"{other} desc,{one}"])),
        "$select": data.draw(some.sampled_from(["", one, f"{one},{other}"])),
        "$top": data.draw(some.sampled_from(["", "0", "1", "2147483647", "x"])),
    }
    text = "&".join(f"{key}={value}" for key, value in query.items() if value)
    assert api.get(f"{name}?{text}").status_code in (200, 400), text
