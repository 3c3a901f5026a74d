"""A value of one side in the form that the other side holds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_integration.table_mapping.conversion import constant, convert
from crm_integration.table_mapping.declaration import FieldRow, both, constant_to_crm, constant_to_erp
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.related import Reference, Related
from crm_integration.table_mapping.transformations import transformed
from crm_integration.table_mapping.values import LookupValue, canonical

ROW = FieldRow("field", "column", Direction.BIDIRECTIONAL)
CURRENCY = FieldRow("currency_code", "transactioncurrencyid", Direction.BIDIRECTIONAL)
DOLLAR, EURO = UUID(int=1), UUID(int=2)
# The CRM's base currency is a row like any other; in the ERP it has a blank code.
CURRENCIES = Related(
    to_crm={
        ("currency_code", ""): Reference(LookupValue(DOLLAR, "transactioncurrency")),
        ("currency_code", "EUR"): Reference(LookupValue(EURO, "transactioncurrency"), "EUR"),
    },
    to_erp={
        ("transactioncurrencyid", DOLLAR): Reference(""),
        ("transactioncurrencyid", EURO): Reference("EUR", "EUR"),
    },
)
CURRENCY_FACTS = Facts(
    erp={"currency_code": ErpFieldFacts("currency_code", "code", 10, related_table="currency")},
    crm={
        "transactioncurrencyid": CrmColumnFacts(
            "transactioncurrencyid", "Lookup", targets=("transactioncurrency",)
        )
    },
)


def facts(erp: tuple[str, int | None], crm: tuple[str, int | None]) -> Facts:
    return Facts(
        erp={"field": ErpFieldFacts("field", erp[0], erp[1])},
        crm={"column": CrmColumnFacts("column", crm[0], crm[1])},
    )


def to_crm(value: Any, known: Facts, row: FieldRow = ROW) -> Any:
    return convert(value, row=row, to=Side.CRM, facts=known, related=Related())


def to_erp(value: Any, known: Facts, row: FieldRow = ROW) -> Any:
    return convert(value, row=row, to=Side.ERP, facts=known, related=Related())


TEXT = facts(("text", 10), ("String", 6))
CODE = facts(("code", 6), ("String", 20))
MONEY = facts(("decimal", None), ("Money", None))
OPTION = facts(("option", None), ("Picklist", None))
WHOLE = facts(("integer", None), ("Integer", None))
FLAG = facts(("boolean", None), ("Boolean", None))


@pytest.mark.parametrize(
    ("known", "value", "expected"),
    [
        (TEXT, "", None),
        (TEXT, "Oslo", "Oslo"),
        (TEXT, "Kristiansand", "Kristi"),
        (TEXT, "Oslo N Vest", "Oslo N"),
        (TEXT, "Vardø  ", "Vardø"),
        (CODE, "KB", "KB"),
        (MONEY, Decimal("10.50"), Decimal("10.50")),
        (OPTION, "3", 3),
        (WHOLE, 7, 7),
        (FLAG, False, False),
        (facts(("date", None), ("DateTime", None)), date(2026, 1, 31), date(2026, 1, 31)),
    ],
)
def test_a_field_becomes_what_the_column_can_hold(known: Facts, value: Any, expected: Any) -> None:
    assert to_crm(value, known) == expected


@pytest.mark.parametrize(
    ("known", "value", "expected"),
    [
        (TEXT, None, ""),
        (TEXT, "Kristiansand S", "Kristiansa"),
        (CODE, " kb ", "KB"),
        (CODE, "toolongcode", "TOOLON"),
        (CODE, None, ""),
        (MONEY, None, Decimal(0)),
        (MONEY, 12.5, Decimal("12.5")),
        (OPTION, 3, "3"),
        (FLAG, True, True),
        (FLAG, None, False),
    ],
)
def test_a_column_becomes_what_the_field_can_hold(known: Facts, value: Any, expected: Any) -> None:
    assert to_erp(value, known) == expected


@pytest.mark.parametrize(
    ("known", "value"), [(OPTION, "three"), (MONEY, "much"), (MONEY, "NaN"), (WHOLE, "1.5")]
)
def test_what_does_not_fit_is_a_problem_that_names_the_value(known: Facts, value: str) -> None:
    found = to_crm(value, known)
    assert isinstance(found, Problem)
    assert (found.code, found.field, found.params) == ("value_not_fitting", "column", {"value": value})


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("UPPERCASE", "Acme", "ACME"),
        ("LOWERCASE", "Acme", "acme"),
        ("TITLECASE", "acme inc", "Acme Inc"),
        ("TRIM", " Acme ", "Acme"),
        ("ALPHANUMERIC", "A-1 b", "A1b"),
        ("DIGITS", "+47 55", "4755"),
    ],
)
def test_a_transformation_rule_changes_a_text_on_its_way(rule: str, text: str, expected: str) -> None:
    row = FieldRow("field", "column", Direction.BIDIRECTIONAL, transformation=rule)
    wide = facts(("text", 50), ("String", 50))
    assert (to_crm(text, wide, row), to_erp(text, wide, row)) == (expected, expected)


@pytest.mark.parametrize(("code", "currency"), [("", DOLLAR), ("EUR", EURO)])
def test_the_local_currency_is_blank_in_the_erp_and_a_row_in_the_crm(code: str, currency: UUID) -> None:
    known = {"row": CURRENCY, "facts": CURRENCY_FACTS, "related": CURRENCIES}
    lookup = LookupValue(currency, "transactioncurrency")
    assert convert(code, to=Side.CRM, **known) == lookup  # type: ignore[arg-type]
    assert convert(lookup, to=Side.ERP, **known) == code  # type: ignore[arg-type]


def test_a_currency_that_nobody_knows_must_be_coupled() -> None:
    lookup = LookupValue(UUID(int=9), "transactioncurrency")
    found = convert(lookup, row=CURRENCY, to=Side.ERP, facts=CURRENCY_FACTS, related=CURRENCIES)
    assert isinstance(found, Problem)
    assert (found.code, found.field) == ("must_be_coupled", "currency_code")


@pytest.mark.parametrize(
    ("known", "row", "expected"),
    [
        (OPTION, constant_to_crm("column", "3"), 3),
        (FLAG, constant_to_crm("column", "true"), True),
        (FLAG, constant_to_crm("column", "0"), False),
        (TEXT, constant_to_crm("column", "Norge"), "Norge"),
        (OPTION, constant_to_erp("field", "person"), "person"),
        (CODE, constant_to_erp("field", "no"), "NO"),
        (MONEY, constant_to_erp("field", "12"), Decimal(12)),
    ],
)
def test_a_constant_has_the_type_of_where_it_goes(known: Facts, row: FieldRow, expected: Any) -> None:
    assert constant(row, known) == expected


# Any value at all

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
amounts = st.decimals(-(10**12), 10**12, places=4)


@given(texts)
def test_a_text_that_was_sent_and_read_back_is_not_sent_again(text: str) -> None:
    """The cut copy, read back, is the value that would be sent: no run follows from a run."""
    sent = to_crm(text, TEXT)
    assert canonical(to_crm(text, TEXT)) == canonical(sent)
    back = to_erp(sent, TEXT)
    assert canonical(to_crm(back, TEXT)) == canonical(sent)


@given(texts)
def test_a_code_settles_after_one_way(text: str) -> None:
    code = to_erp(text, CODE)
    assert code == to_erp(code, CODE)
    assert canonical(to_erp(to_crm(code, CODE), CODE)) == canonical(code)


@given(amounts)
def test_an_amount_survives_both_ways(amount: Decimal) -> None:
    sent = to_crm(amount, MONEY)
    assert canonical(to_erp(sent, MONEY)) == canonical(amount)


@given(st.one_of(texts, amounts, st.integers(), st.booleans(), st.none(), st.floats()))
@pytest.mark.parametrize(
    "known", [TEXT, CODE, MONEY, OPTION, WHOLE], ids=["text", "code", "money", "option", "whole"]
)
def test_whatever_arrives_becomes_a_value_or_a_problem(known: Facts, value: Any) -> None:
    for found in (to_crm(value, known), to_erp(value, known)):
        assert isinstance(found, Problem) or canonical(found) == canonical(found)


# The one form in which values are compared and kept


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("a", "a"),
        (True, True),
        (0, "0"),
        (10, "10"),
        (Decimal("10.500"), "10.5"),
        (Decimal("0.00"), "0"),
        (Decimal("1E+3"), "1000"),
        (10.5, "10.5"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 12, tzinfo=UTC), "2026-01-31T12:00:00+00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (LookupValue(UUID(int=1), "team"), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_equal_values_have_one_canonical_form(value: Any, expected: Any) -> None:
    assert canonical(value) == expected


@given(amounts, st.integers(0, 6))
def test_trailing_zeros_do_not_make_an_amount_another(amount: Decimal, zeros: int) -> None:
    longer = Decimal(f"{amount}{'0' * zeros}")
    assert canonical(longer) == canonical(amount)
    assert Decimal(str(canonical(amount))) == amount


def test_a_mark_meets_a_state_whatever_the_other_states_mean() -> None:
    row = both("blocked", "statecode")
    mark, state = ErpFieldFacts("blocked", "boolean"), CrmColumnFacts("statecode", "State")
    known: dict[str, Any] = {"row": row, "facts": Facts({"blocked": mark}, {"statecode": state})}
    to_crm = [convert(value, to=Side.CRM, related=Related(), **known) for value in (True, False)]
    to_erp = [convert(value, to=Side.ERP, related=Related(), **known) for value in (0, "0", 1, 2, None)]
    assert (to_crm, to_erp) == ([1, 0], [False, False, True, True, False])


def test_the_rule_not_negative_leaves_texts_and_amounts_alone() -> None:
    values = (Decimal(-2), Decimal(3), "-2", None)
    assert [transformed(value, "NOT_NEGATIVE") for value in values] == [0, 3, "-2", None]
    assert [transformed(value, "UNIT_GROUP_NAME") for value in ("PCS", "")] == ["NAV PCS", ""]


GRADE = CrmColumnFacts("new_grade", "Picklist", options={7: "Non-Inventory", 8: "All"})
WHOLE_OF_ERP = facts(("integer", None), ("Decimal", None))
TYPE = ErpFieldFacts("type", "option", options=("", "inventory", "non_inventory"))


def of(field: ErpFieldFacts) -> Facts:
    return Facts(erp={"field": replace(field, name="field")}, crm={"column": replace(GRADE, name="column")})


@pytest.mark.parametrize(
    ("field", "erp", "crm"),
    [
        (TYPE, "non_inventory", 7),
        (TYPE, "", None),
        (ErpFieldFacts("name", "text", 50), "Non-Inventory", 7),
        (ErpFieldFacts("code", "code", 20), "ALL", 8),
    ],
)
def test_an_option_and_a_text_meet_by_the_label(field: ErpFieldFacts, erp: str, crm: int | None) -> None:
    assert (to_crm(erp, of(field)), to_erp(crm, of(field))) == (crm, erp)


@pytest.mark.parametrize(
    ("value", "field", "to", "code"),
    [
        ("sometimes", ErpFieldFacts("name", "text", 50), to_crm, "option_not_offered"),
        (9, ErpFieldFacts("name", "text", 50), to_erp, "option_without_label"),
        (8, TYPE, to_erp, "option_not_of_field"),
    ],
)
def test_an_option_without_a_counterpart_is_told(
    value: Any, field: ErpFieldFacts, to: Any, code: str
) -> None:
    found = to(value, of(field))
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize("value", ["2.5", str(2**31)])
def test_a_whole_number_of_the_erp_takes_no_fraction_and_nothing_too_large(value: str) -> None:
    found = to_erp(Decimal(value), WHOLE_OF_ERP)
    assert isinstance(found, Problem)
    assert found.code == "value_not_fitting"
