"""Lists of the REST API: filtered, sorted, in pages, at the same cost however many records there are."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.admin.roles import API_CLIENT
from erp.demo.load_demo_company import load_demo_company
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customers import create_customers
from erp.rest_api.entities import ENTITIES
from tests.database_snapshot import built_once
from tests.erp.rest_api.caller import Caller, error_of, sign_in

NAMES = ("Alfreds Futterkiste", "Berglunds snabbköp", "Blauer See", "Santé Gourmet")


@pytest.fixture
def customers(company: None) -> None:
    create_currencies(rows=[{"code": "EUR"}])
    rows: list[dict[str, Any]] = [
        {"no": f"C{number}", "name": name} for number, name in enumerate(NAMES, start=1)
    ]
    rows[0] |= {"currency_code": "EUR", "blocked": "ship", "city": "Berlin"}
    rows[1] |= {"credit_limit_lcy": 500, "city": "Luleå"}
    create_customers(rows=rows)


@pytest.fixture
def api_of_demo_company(db: None) -> Caller:
    built_once(load_demo_company, databases=["default"])
    return sign_in(API_CLIENT)


def numbers(api: Caller, query: str) -> list[str]:
    return [row["number"] for row in api.rows(f"customers?{query}")]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("number eq 'c2'", ["C2"]),
        ("number in ('C1','C4','C9')", ["C1", "C4"]),
        ("displayName eq 'SANTÉ gourmet'", ["C4"]),
        ("startswith(displayName,'b') and creditLimit gt 0", ["C2"]),
        ("contains(displayName,'é') or endswith(displayName,'see')", ["C3", "C4"]),
        ("startswith(number,'c') and not contains(number,'4')", ["C1", "C2", "C3"]),
        ("currencyCode eq 'EUR'", ["C1"]),
        ("currencyCode eq ''", ["C2", "C3", "C4"]),
        ("currencyId eq 00000000-0000-0000-0000-000000000000", ["C2", "C3", "C4"]),
        ("currencyCode ne 'EUR'", ["C2", "C3", "C4"]),
        ("blocked eq 'Ship'", ["C1"]),
        ("blocked eq '_x0020_' and city ne ''", ["C2"]),
        ("lastModifiedDateTime gt 2020-01-01T00:00:00Z", ["C1", "C2", "C3", "C4"]),
        ("lastModifiedDateTime lt 0001-01-01T00:00:00Z", []),
        ("creditLimit le 500.0 and creditLimit ge 500", ["C2"]),
        ("tolower(displayName) eq 'blauer see'", ["C3"]),
        ("contains(toupper(displayName),tolower('SNABB'))", ["C2"]),
    ],
)
def test_a_filter_finds_what_it_says(api: Caller, customers: None, condition: str, found: list[str]) -> None:
    assert sorted(numbers(api, f"$filter={condition}")) == found


def test_a_list_is_sorted_by_what_is_asked_for(api: Caller, customers: None) -> None:
    assert numbers(api, "$orderby=displayName desc") == ["C4", "C3", "C2", "C1"]
    assert numbers(api, "$orderby=currencyCode desc,number desc") == ["C1", "C4", "C3", "C2"]
    assert numbers(api, "$orderby=creditLimit,id&$skip=1&$top=2") == ["C3", "C4"]


def test_only_the_chosen_properties_come(api: Caller, customers: None) -> None:
    assert api.rows("customers?$select=city,blocked&$filter=number eq 'C1'") == [
        {"@odata.etag": 'W/"1"', "city": "Berlin", "blocked": "Ship"}
    ]


def test_the_count_is_of_all_that_is_found(api: Caller, customers: None) -> None:
    answer = api.get("customers?$count=true&$top=1&$filter=startswith(displayName,'B')").json()
    assert (answer["@odata.count"], len(answer["value"])) == (2, 1)
    assert "@odata.nextLink" not in answer


@pytest.mark.parametrize("order", ["", "$orderby=city desc,currencyCode", "$orderby=creditLimit&$top=3"])
def test_pages_follow_each_other_without_gap_or_double(api: Caller, customers: None, order: str) -> None:
    whole = [row["id"] for row in api.rows(f"customers?{order}")]
    found, link = [], f"customers?{order}"
    for _page in range(4):
        answer = api.get(link, Prefer="odata.maxpagesize=1")
        assert answer["Preference-Applied"] == "odata.maxpagesize=1"
        found += [row["id"] for row in answer.json()["value"]]
        link = answer.json().get("@odata.nextLink")
        if link is None:
            break
    assert link is None
    assert found == whole


def test_a_page_has_a_hundred_records_and_never_more_than_a_thousand(api: Caller) -> None:
    create_customers(rows=[{"no": f"C{number:04}", "name": "A"} for number in range(1_002)])
    pages = [api.get("customers", Prefer=prefer) for prefer in ("", "maxpagesize=5000")]
    assert [len(page.json()["value"]) for page in pages] == [100, 1_000]
    assert pages[1]["Preference-Applied"] == "odata.maxpagesize=1000"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("$filter=displayName", "BadRequest_InvalidRequestUrl"),
        ("$filter=" + "(" * 5_000, "BadRequest_InvalidRequestUrl"),
        ("$filter=shoeSize eq 5", "BadRequest_NotFound"),
        ("$filter=balanceDue gt 5", "Application_FilterErrorException"),
        ("$filter=creditLimit eq 'x'", "Application_FilterErrorException"),
        ("$filter=creditLimit gt 1" + "0" * 40, "BadRequest_InvalidRequestUrl"),
        ("$filter=creditLimit gt 1" + "0" * 20, "Application_FilterErrorException"),
        ("$filter=blocked eq 'Sometimes'", "Application_FilterErrorException"),
        ("$filter=contains(creditLimit,'5')", "BadRequest_InvalidRequestUrl"),
        ("$filter=currency/code eq 'EUR'", "BadRequest_NotFound"),
        ("$orderby=shoeSize", "BadRequest_NotFound"),
        ("$orderby=balanceDue", "Application_FilterErrorException"),
        ("$orderby=type", "Application_FilterErrorException"),
        ("$orderby=city,city", "BadRequest_InvalidRequestUrl"),
        ("$orderby=currencyId,city desc,currencyId", "BadRequest_InvalidRequestUrl"),
        ("$select=shoeSize", "BadRequest_NotFound"),
        ("$top=-1", "BadRequest_InvalidRequestUrl"),
        ("$top=1&$top=2", "BadRequest_InvalidRequestUrl"),
        ("$skip=x", "BadRequest_InvalidRequestUrl"),
        ("$count=perhaps", "BadRequest_InvalidRequestUrl"),
        ("$skiptoken=x", "BadRequest_InvalidRequestUrl"),
        ("$skiptoken=e30", "BadRequest_InvalidRequestUrl"),
        ("$search=x", "BadRequest_InvalidRequestUrl"),
        ("$apply=x", "BadRequest_InvalidRequestUrl"),
    ],
)
def test_a_query_that_cannot_be_understood_says_so(
    api: Caller, customers: None, query: str, code: str
) -> None:
    assert error_of(api.get(f"customers?{query}")) == (400, code)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("$filter=balanceDue gt 5", "'balanceDue' is calculated: it can be neither filtered nor sorted by."),
        ("$orderby=type", "'type' is the same for all records: it can be neither filtered nor sorted by."),
    ],
)
def test_what_cannot_be_filtered_or_sorted_by_says_why(api: Caller, query: str, sentence: str) -> None:
    assert api.get(f"customers?{query}").json()["error"]["message"].startswith(sentence)


def queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert ask().status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "$count=true&$orderby=currencyCode,city", "$filter=city eq 'Luleå'"])
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    api: Caller, customers: None, query: str
) -> None:
    api.get("customers")
    few = queries(lambda: api.get(f"customers?{query}"))
    create_customers(
        rows=[{"no": f"D{number:03}", "name": "A", "currency_code": "EUR"} for number in range(90)]
    )
    assert queries(lambda: api.get(f"customers?{query}")) == few < 12


@pytest.mark.parametrize("entity", [entity.name for entity in ENTITIES])
def test_no_entity_set_asks_more_for_more_records(api_of_demo_company: Caller, entity: str) -> None:
    api_of_demo_company.get(entity)
    one, many = (queries(partial(api_of_demo_company.get, f"{entity}?$top={top}")) for top in (1, 50))
    assert many <= one < 12
