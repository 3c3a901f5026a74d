"""Every mistake that a mapping can hold is named by its code before the mapping is used."""

from dataclasses import replace
from typing import Any

import pytest

from crm_integration.dataverse import metadata
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.synch_engine.facts import facts_of
from crm_integration.synch_engine.mapping_check import check_mapping
from crm_integration.table_mapping.declaration import (
    FieldRow,
    TableMapping,
    both,
    constant_to_crm,
    constant_to_erp,
    from_crm,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import Filter, all_of, where

CUSTOMER = MAPPINGS["CUSTOMER"]
NAME = both("name", "name")


def mistakes(mapping: TableMapping, **others: TableMapping) -> list[tuple[str, str]]:
    facts = facts_of(mapping.erp_table, mapping.crm_table)
    found = check_mapping(mapping, facts=facts, mappings={**MAPPINGS, **others, mapping.name: mapping})
    return [(problem.code, problem.field) for problem in found]


def with_row(row: FieldRow, **settings: Any) -> TableMapping:
    return replace(CUSTOMER, fields=(NAME, row), **settings)


TO_CRM, FROM_CRM = Direction.TO_INTEGRATION_TABLE, Direction.FROM_INTEGRATION_TABLE


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (both("nickname", "name"), ("unknown_erp_field", "nickname")),
        (both("name", "nickname"), ("unknown_crm_column", "nickname")),
        (both("address", "address1_line1", transformation="ROT13"), ("unknown_transformation", "ROT13")),
        (
            both("primary_contact_no", "primarycontactid", not_null=True, clear_value_on_failed_synch=True),
            ("not_null_excludes_clear_value", "primary_contact_no"),
        ),
        (both("address", "createdon", is_enabled=False), ("crm_column_read_only", "createdon")),
        (both("name", "creditlimit"), ("types_do_not_meet", "name")),
        (both("credit_limit_lcy", "name"), ("types_do_not_meet", "credit_limit_lcy")),
        (both("name", "primarycontactid"), ("types_do_not_meet", "name")),
        (
            to_crm("salesperson_code", "ownerid", target_table="contact"),
            ("lookup_target_unknown", "ownerid"),
        ),
        (both("salesperson_code", "primarycontactid"), ("tables_not_mapped", "salesperson_code")),
        (FieldRow("", "", TO_CRM, constant_value="x"), ("row_without_field", "")),
        (
            FieldRow("", "name", FROM_CRM, constant_value="x"),
            ("constant_in_wrong_direction", "name"),
        ),
        (
            FieldRow("name", "", TO_CRM, constant_value="x"),
            ("constant_in_wrong_direction", "name"),
        ),
        (constant_to_crm("creditlimit", "much"), ("constant_not_fitting", "creditlimit")),
        (constant_to_crm("creditlimit", "NaN"), ("constant_not_fitting", "creditlimit")),
        (constant_to_crm("customertypecode", "77"), ("option_unknown", "customertypecode")),
        (constant_to_erp("blocked", "perhaps"), ("option_unknown", "blocked")),
        (constant_to_crm("ownerid", "abc"), ("constant_not_possible", "ownerid")),
        (
            constant_to_crm("lastusedincampaign", "not a date"),
            ("constant_not_possible", "lastusedincampaign"),
        ),
        (constant_to_crm("accountid", "x"), ("constant_not_possible", "accountid")),
        (constant_to_crm("donotemail", "maybe"), ("constant_no_truth", "donotemail")),
        (constant_to_crm("tickersymbol", "y" * 100), ("constant_too_long", "tickersymbol")),
        (constant_to_erp("name_2", "y" * 51), ("constant_too_long", "name_2")),
        (FieldRow("name", "", FROM_CRM), ("constant_missing", "name")),
    ],
)
def test_a_mistake_in_a_field_row(row: FieldRow, expected: tuple[str, str]) -> None:
    assert mistakes(with_row(row)) == [expected]


def test_a_row_must_go_the_way_of_its_mapping_unless_it_is_off() -> None:
    against = from_crm("address", "address1_line1")
    assert mistakes(with_row(against, direction=TO_CRM)) == [("direction_not_of_mapping", "address")]
    assert mistakes(with_row(replace(against, is_enabled=False), direction=TO_CRM)) == []


def test_a_mapping_without_an_enabled_row_transfers_nothing() -> None:
    empty = replace(CUSTOMER, fields=(replace(NAME, is_enabled=False),))
    assert mistakes(empty) == [("no_field_rows", "")]


def test_a_mapping_that_waits_for_itself_is_a_circle() -> None:
    circle = replace(CUSTOMER, depends_on=("CONTACT",))
    assert mistakes(circle) == [("dependency_cycle", "")]
    assert mistakes(replace(CUSTOMER, depends_on=("CUSTOMER",))) == [("dependency_cycle", "")]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (where("nickname", "eq", "x"), "unknown_erp_field"),
        (where("credit_limit_lcy", "gt", "much"), "filter_value_not_fitting"),
        (where("credit_limit_lcy", "in", ("1", "x")), "filter_value_not_fitting"),
        (where("credit_limit_lcy", "in", ()), "filter_value_not_fitting"),
        (where("credit_limit_lcy", "gt", 10**14), "filter_value_out_of_range"),
        (where("credit_limit_lcy", "in", (1, -1e300)), "filter_value_out_of_range"),
        (where("credit_limit_lcy", "gt", ""), "filter_value_missing"),
        (where("name", "contains", ""), "filter_value_missing"),
        (where("name", "gt", "m"), "filter_operator_not_fitting"),
        (where("credit_limit_lcy", "contains", "1"), "filter_operator_not_fitting"),
    ],
)
def test_a_mistake_in_the_filter_of_the_erp(tree: Filter, expected: str) -> None:
    assert [code for code, _ in mistakes(replace(CUSTOMER, erp_filter=all_of(tree)))] == [expected]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (where("nickname", "eq", "x"), "unknown_crm_column"),
        (where("statecode", "eq", "open"), "filter_value_not_fitting"),
        (where("statecode", "eq", 2**31), "filter_value_not_whole_or_out_of_range"),
        (where("statecode", "in", (0, 0.5)), "filter_value_not_whole_or_out_of_range"),
        (where("creditlimit", "gt", 922_337_203_685_478), "filter_value_out_of_range"),
        (where("createdon", "gt", "yesterday"), "filter_value_not_fitting"),
        (where("primarycontactid", "eq", "Nora"), "filter_value_not_fitting"),
        (where("primarycontactid", "gt", "x"), "filter_operator_not_fitting"),
    ],
)
def test_a_mistake_in_the_filter_of_the_crm(tree: Filter, expected: str) -> None:
    assert [code for code, _ in mistakes(replace(CUSTOMER, crm_filter=all_of(tree)))] == [expected]


def test_a_filter_may_ask_for_the_table_that_a_lookup_is_bound_to() -> None:
    mapping = replace(CUSTOMER, crm_filter=where("owneridtype", "eq", "team"))
    assert mistakes(mapping) == []


def test_what_is_off_may_refer_to_tables_that_are_not_mapped_yet() -> None:
    assert mistakes(with_row(both("payment_terms_code", "paymenttermscode", is_enabled=False))) == []


MADE: dict[str, dict[str, Any]] = {
    "new_code": {"type": "String", "max_length": 20, "label": "Code"},
    "new_due": {"type": "DateTime", "behavior": "DateOnly", "label": "Due"},
    "new_seen": {"type": "DateTime", "behavior": "UserLocal", "label": "Seen"},
    "new_grade": {"type": "Picklist", "options": {"7": "Ship", "8": "All"}, "label": "Grade"},
    "new_first": {"type": "String", "max_length": 20, "only_on": "create", "label": "First"},
    "new_later": {"type": "String", "max_length": 20, "only_on": "update", "label": "Later"},
    "new_sum": {"type": "Money", "read_only": True, "label": "Sum"},
    "new_parentid": {"type": "Lookup", "bind": {"account": "new_ParentId"}, "label": "Parent"},
}


def mistakes_with_made_columns(*rows: FieldRow) -> list[str]:
    tables = {**metadata.tables(), "account": metadata.extended(metadata.table("account"), MADE)}
    mapping = replace(CUSTOMER, fields=rows)
    facts = facts_of("customer", "account", tables)
    found = check_mapping(mapping, facts=facts, mappings={**MAPPINGS, "CUSTOMER": mapping})
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (both("name_2", "new_code"), []),
        (both("blocked", "new_grade"), []),
        (both("name_2", "new_grade"), []),
        (both("payment_terms_code", "new_grade"), ["options_of_another_column"]),
        (to_crm("name_2", "new_first"), ["crm_column_only_on_create"]),
        (to_crm("name_2", "new_later"), ["crm_column_only_on_update"]),
        (from_crm("name_2", "new_first"), []),
        (to_crm("credit_limit_lcy", "new_sum"), ["crm_column_read_only"]),
        (from_crm("credit_limit_lcy", "new_sum"), []),
        (from_crm("modified_at", "new_seen"), ["erp_field_read_only"]),
        (to_crm("modified_at", "new_seen"), []),
        (to_crm("modified_at", "new_due"), ["date_is_no_moment"]),
        (both("name_2", "new_parentid"), ["types_do_not_meet"]),
    ],
)
def test_a_column_made_in_the_environment_is_checked_as_the_others(
    row: FieldRow, expected: list[str]
) -> None:
    assert mistakes_with_made_columns(row) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((to_crm("name", "description"), from_crm("name_2", "description")), ["field_claimed_twice"]),
        ((both("name", "name"), to_crm("name_2", "name")), ["field_claimed_twice"]),
        ((from_crm("name", "name"), from_crm("name", "description")), ["field_claimed_twice"]),
        ((constant_to_crm("description", "x"), to_crm("name", "description")), ["field_claimed_twice"]),
        ((to_crm("name", "name"), to_crm("name", "description")), []),
        ((both("name", "name"), to_crm("name", "description")), []),
        ((to_crm("name", "description"), from_crm("name_2", "description", is_enabled=False)), []),
    ],
)
def test_two_rows_do_not_fight_over_one_field(rows: tuple[FieldRow, ...], expected: list[str]) -> None:
    assert mistakes_with_made_columns(*rows) == expected
