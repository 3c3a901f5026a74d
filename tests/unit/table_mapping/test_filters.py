"""One filter, told in four ways: as JSON that is kept, as OData, as text to read, evaluated in memory."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_integration.synch_engine.filter import matches
from crm_integration.table_mapping.facts import CrmColumnFacts
from crm_integration.table_mapping.filter_values import RANGES, fitting, kind_of
from crm_integration.table_mapping.filters import (
    EVERYTHING,
    OPERATORS,
    All,
    AnyOf,
    Filter,
    FilterInvalid,
    all_of,
    fields_of,
    from_json,
    to_json,
    to_odata,
    to_text,
    where,
)
from crm_integration.table_mapping.values import LookupValue

OWNER = UUID(int=7)
COLUMNS = {
    column.name: column
    for column in (
        CrmColumnFacts("name", "String"),
        CrmColumnFacts("creditlimit", "Money"),
        CrmColumnFacts("statecode", "State", options={0: "Active", 1: "Inactive"}),
        CrmColumnFacts("donotphone", "Boolean"),
        CrmColumnFacts("createdon", "DateTime"),
        CrmColumnFacts("ownerid", "Owner", targets=("systemuser", "team")),
        CrmColumnFacts("accountid", "Uniqueidentifier"),
    )
}
RECORD = {
    "name": "Acme Ltd",
    "city": "",
    "creditlimit": Decimal("900"),
    "statecode": 0,
    "donotphone": False,
    "createdon": datetime(2026, 3, 1, 12, tzinfo=UTC),
    "ownerid": LookupValue(OWNER, "team"),
    "fax": None,
}


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("name", "eq", "ACME ltd", True),
        ("name", "eq", "Acme Ltd  ", True),
        ("name", "ne", "acme ltd", False),
        ("name", "in", ("x", "acme LTD"), True),
        ("name", "starts_with", "acme", True),
        ("name", "starts_with", "cme", False),
        ("name", "contains", "ME L", True),
        ("name", "contains", "a%e", False),
        ("city", "is_blank", None, True),
        ("city", "eq", "", True),
        ("fax", "is_blank", None, True),
        ("fax", "eq", None, True),
        ("fax", "ne", "1", True),
        ("fax", "ne", "", False),
        ("fax", "gt", "1", False),
        ("fax", "in", ("", "1"), True),
        ("creditlimit", "gt", 1000, False),
        ("creditlimit", "gt", "1000", False),
        ("creditlimit", "lt", "1000", True),
        ("creditlimit", "ge", 900.0, True),
        ("creditlimit", "eq", "900.00", True),
        ("creditlimit", "is_blank", None, False),
        ("statecode", "eq", 0, True),
        ("statecode", "in", (1, 2), False),
        ("donotphone", "eq", False, True),
        ("donotphone", "ne", False, False),
        ("createdon", "gt", "2026-02-28", True),
        ("createdon", "lt", "2026-03-01T11:00:00Z", False),
        ("createdon", "le", "2026-03-01T13:00:00+01:00", True),
        ("ownerid", "eq", str(OWNER), True),
        ("ownerid", "ne", str(UUID(int=8)), True),
        ("ownerid", "is_not_blank", None, True),
        ("owneridtype", "eq", "team", True),
        ("owneridtype", "eq", "systemuser", False),
        ("creditlimit", "eq", "much", False),
    ],
)
def test_a_record_is_inside_the_filter(field: str, operator: str, value: Any, expected: bool) -> None:
    assert matches(where(field, operator, value), RECORD) is expected


def test_all_parts_must_agree_and_of_a_choice_one() -> None:
    yes, no = where("statecode", "eq", 0), where("statecode", "eq", 1)
    assert matches(EVERYTHING, RECORD)
    assert matches(All((yes, AnyOf((no, yes)))), RECORD)
    assert not matches(All((yes, no)), RECORD)
    assert not matches(AnyOf((no, All((yes, no)))), RECORD)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (EVERYTHING, ""),
        (where("name", "eq", "O'Neill"), "name eq 'O''Neill'"),
        (where("name", "eq", ""), "name eq null"),
        (where("name", "ne", None), "name ne null"),
        (where("name", "in", ("A", "")), "(name eq 'A' or name eq null)"),
        (where("name", "starts_with", "A"), "startswith(name,'A')"),
        (where("name", "contains", "A"), "contains(name,'A')"),
        (where("name", "is_blank"), "name eq null"),
        (where("ownerid", "is_not_blank"), "_ownerid_value ne null"),
        (where("ownerid", "eq", str(OWNER)), f"_ownerid_value eq {OWNER}"),
        (where("statecode", "eq", 0), "statecode eq 0"),
        (where("statecode", "eq", "1"), "statecode eq 1"),
        (where("creditlimit", "ge", "1E+3"), "creditlimit ge 1000"),
        (where("creditlimit", "lt", 10.5), "creditlimit lt 10.5"),
        (where("donotphone", "eq", True), "donotphone eq true"),
        (where("createdon", "gt", "2026-01-31"), "createdon gt 2026-01-31"),
        (where("createdon", "gt", "2026-01-31T13:00:00+01:00"), "createdon gt 2026-01-31T12:00:00Z"),
        (
            all_of(where("statecode", "eq", 0), AnyOf((where("name", "eq", "A"), where("name", "eq", "B")))),
            "statecode eq 0 and (name eq 'A' or name eq 'B')",
        ),
        (all_of(EVERYTHING, where("statecode", "eq", 0), all_of(EVERYTHING)), "statecode eq 0"),
        (AnyOf((where("statecode", "eq", 0), EVERYTHING)), ""),
    ],
)
def test_the_filter_as_odata(tree: Filter, expected: str) -> None:
    assert to_odata(tree, COLUMNS) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (EVERYTHING, ""),
        (where("blocked", "eq", ""), "blocked = ''"),
        (where("blocked", "is_not_blank"), "blocked <> ''"),
        (where("city", "starts_with", "Os"), "city = Os*"),
        (where("city", "contains", "s"), "city = *s*"),
        (where("city", "in", ("Oslo", "Moss")), "city = Oslo|Moss"),
        (all_of(where("a", "ge", 1), where("b", "ne", 2)), "a >= 1, b <> 2"),
        (
            all_of(where("a", "eq", 1), AnyOf((where("b", "eq", 2), where("c", "eq", 3)))),
            "a = 1, (b = 2 | c = 3)",
        ),
    ],
)
def test_the_filter_as_a_person_reads_it(tree: Filter, expected: str) -> None:
    assert to_text(tree) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "filter_not_readable"),
        ("statecode eq 0", "filter_not_readable"),
        ({"all": {}}, "filter_not_readable"),
        ({"all": [], "any": []}, "filter_not_readable"),
        ({"any": []}, "filter_not_readable"),
        ({"field": 1, "operator": "eq"}, "filter_not_readable"),
        ({"field": "a", "operator": "eq", "value": 1, "more": 2}, "filter_not_readable"),
        ({"field": "a", "operator": "like", "value": 1}, "filter_operator_unknown"),
        ({"field": "a", "operator": "in", "value": "x"}, "filter_value_not_fitting"),
        ({"field": "a", "operator": "in", "value": []}, "filter_value_not_fitting"),
        ({"field": "a", "operator": "eq", "value": ["x"]}, "filter_value_not_fitting"),
        ({"field": "a", "operator": "eq", "value": {"x": 1}}, "filter_value_not_fitting"),
        ({"all": [{"all": [{"field": "a"}]}]}, "filter_operator_unknown"),
    ],
)
def test_what_is_no_filter_is_refused(data: Any, code: str) -> None:
    with pytest.raises(FilterInvalid) as caught:
        from_json(data)
    assert caught.value.code == code


def test_a_filter_cannot_be_nested_without_end() -> None:
    data: Any = {"field": "a", "operator": "eq", "value": 1}
    for _ in range(12):
        data = {"all": [data]}
    with pytest.raises(FilterInvalid):
        from_json(data)


@pytest.mark.parametrize(
    ("value", "type_name", "expected"),
    [
        ("2026-01-31", "date", date(2026, 1, 31)),
        ("2026-01-31T12:00:00", "datetime", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("true", "Boolean", True),
        (1, "boolean", True),
        ("7", "State", Decimal(7)),
        (str(OWNER), "Lookup", OWNER),
        ("", "Money", None),
        (5, "String", "5"),
    ],
)
def test_a_value_takes_the_type_of_its_field(value: Any, type_name: str, expected: Any) -> None:
    assert fitting(value, kind_of(type_name)) == expected


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        ("much", "Money"),
        ("inf", "decimal"),
        ("maybe", "Boolean"),
        ("31.1.2026", "date"),
        (5, "DateTime"),
        ("x", "guid"),
    ],
)
def test_a_value_that_cannot_take_the_type_is_told(value: Any, type_name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        fitting(value, kind_of(type_name))


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
comparisons = st.builds(
    lambda field, operator, value: where(field, operator, (value,) if operator == "in" else value),
    st.sampled_from(["name", "city"]),
    st.sampled_from(OPERATORS),
    scalars,
)
trees: st.SearchStrategy[Filter] = st.recursive(
    comparisons,
    lambda parts: (
        st.lists(parts, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(lambda found: st.sampled_from([All(found), AnyOf(found)]))
    ),
    max_leaves=6,
)


@given(trees)
def test_what_is_kept_as_json_comes_back(tree: Filter) -> None:
    assert from_json(to_json(tree)) == tree
    assert set(fields_of(tree)) <= {"name", "city"}


@pytest.mark.parametrize(
    ("type_name", "last"),
    [
        ("Integer", 2**31 - 1),
        ("Picklist", 2**31 - 1),
        ("BigInt", 2**63 - 1),
        ("Decimal", 10**11),
        ("Double", 10**11),
        ("Money", 922_337_203_685_477),
        ("integer", 2**31 - 1),
        ("decimal", 10**14 - 1),
    ],
)
def test_a_number_is_one_that_its_column_can_be_compared_with(type_name: str, last: int) -> None:
    bounds = RANGES[type_name]
    assert [bounds.holds(value) for value in (last, str(last), last + 1, -(10**400), "")] == [
        *(True, True),
        *(False, False),
        True,
    ]
    assert bounds.holds("0.5") is not bounds.is_whole
