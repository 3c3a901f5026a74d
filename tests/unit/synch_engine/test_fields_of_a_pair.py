"""What becomes of each kind of field of a coupled pair: the rows of the truth table, with real values."""

from decimal import Decimal
from typing import Any

import pytest

from crm_integration.synch_engine.plan import Options
from crm_integration.table_mapping.declaration import UpdateConflict, both, from_crm, to_crm
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.values import LookupValue
from tests.unit.synch_engine.planning import (
    CITY,
    COUNTRY,
    CREDIT_LIMIT,
    KARIN,
    LISA,
    NAME,
    NOBODY,
    PRIMARY_CONTACT,
    SALESPERSON,
    TEAM,
    coupled,
    plan_of,
    said,
)

ACME = {"erp_base": {"city": "Oslo"}, "crm_base": {"address1_city": "Oslo"}}
UNCHANGED, RENEW = {"action": "unchanged"}, {"action": "renew"}


def city(erp: str, crm: str | None, **bases: Any) -> Any:
    return coupled({"city": erp}, {"address1_city": crm}, **(bases or ACME))


@pytest.mark.parametrize(
    ("erp", "crm", "expected"),
    [
        ("Oslo", "Oslo", UNCHANGED),
        ("Bergen", "Oslo", {"action": "modify", "to crm": {"address1_city": "Bergen"}}),
        ("Oslo", "Bergen", {"action": "modify", "to erp": {"city": "Bergen"}}),
        ("Bergen", "Bergen", RENEW),
        ("Bergen", "Moss", {"action": "conflict", "conflicts": ["city"]}),
        ("", "Oslo", {"action": "modify", "to crm": {"address1_city": None}}),
        ("Oslo", None, {"action": "modify", "to erp": {"city": ""}}),
        ("", None, RENEW),
    ],
)
def test_the_truth_table(erp: str, crm: str | None, expected: dict[str, Any]) -> None:
    assert said(plan_of(city(erp, crm), CITY)) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (UpdateConflict.NONE, {"action": "conflict", "conflicts": ["city"]}),
        (UpdateConflict.SEND, {"to crm": {"address1_city": "Bergen", "name": "New"}}),
        (UpdateConflict.GET, {"to erp": {"city": "Moss"}, "to crm": {"name": "New"}}),
    ],
)
def test_the_other_fields_merge_when_a_conflict_has_a_winner(
    policy: UpdateConflict, expected: dict[str, Any]
) -> None:
    pair = coupled(
        {"city": "Bergen", "name": "New"},
        {"address1_city": "Moss", "name": "Old"},
        erp_base={"city": "Oslo", "name": "Old"},
        crm_base={"address1_city": "Oslo", "name": "Old"},
    )
    plan = plan_of(pair, CITY, NAME, update_conflict_resolution=policy)
    assert said(plan) == {"action": "modify", **expected}


def test_a_conflict_tells_both_values_and_both_bases() -> None:
    (conflict,) = plan_of(city("Bergen", "Moss"), CITY).conflicts
    values = (conflict.erp, conflict.crm, conflict.erp_base, conflict.crm_base)
    assert values == ("Bergen", "Moss", "Oslo", "Oslo")


@pytest.mark.parametrize(
    ("erp", "crm", "expected"),
    [
        ("Oslo", "Oslo", RENEW),
        ("", None, RENEW),
        ("Oslo", "Bergen", {"action": "conflict", "conflicts": ["city"]}),
    ],
)
def test_without_a_base_equal_values_settle_and_others_are_in_conflict(
    erp: str, crm: str | None, expected: dict[str, Any]
) -> None:
    assert said(plan_of(city(erp, crm, erp_base={}), CITY)) == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (Direction.TO_INTEGRATION_TABLE, {"action": "modify", "to crm": {"address1_city": "Oslo"}}),
        (Direction.FROM_INTEGRATION_TABLE, {"action": "modify", "to erp": {"city": "Moss"}}),
    ],
)
def test_the_direction_chosen_for_new_couplings_decides_the_first_time_only(
    first: Direction, expected: dict[str, Any]
) -> None:
    options = Options(first_direction=first)
    assert said(plan_of(city("Oslo", "Moss", erp_base={}), CITY, options=options)) == expected
    both_changed = plan_of(city("Bergen", "Moss"), CITY, options=options)
    assert said(both_changed) == {"action": "conflict", "conflicts": ["city"]}


def test_a_row_that_was_added_later_is_looked_at_alone() -> None:
    pair = coupled({"city": "Oslo", "name": "A"}, {"address1_city": "Moss", "name": "A"}, **ACME)
    plan = plan_of(pair, CITY, NAME)
    assert said(plan) == {"action": "modify", "to erp": {"city": "Moss"}}


LIMIT = {"erp_base": {"credit_limit_lcy": "1000"}, "crm_base": {"creditlimit": "1000"}}


@pytest.mark.parametrize(
    ("erp", "crm", "expected"),
    [
        ("1000.00", "1000", UNCHANGED),
        ("2000", "1000", {"action": "modify", "to crm": {"creditlimit": Decimal(2000)}}),
        ("1000", "500", {"action": "unchanged", "drifted": ["creditlimit"]}),
        ("2000", "500", {"action": "modify", "to crm": {"creditlimit": Decimal(2000)}}),
        ("500", "500", RENEW),
    ],
)
def test_a_one_way_field_follows_its_source_and_shows_what_drifted(
    erp: str, crm: str, expected: dict[str, Any]
) -> None:
    pair = coupled({"credit_limit_lcy": Decimal(erp)}, {"creditlimit": Decimal(crm)}, **LIMIT)
    assert said(plan_of(pair, CREDIT_LIMIT)) == expected


def test_a_drifted_field_keeps_its_bases_so_that_it_shows_until_it_is_mended() -> None:
    pair = coupled({"credit_limit_lcy": Decimal(1000)}, {"creditlimit": Decimal(500)}, **LIMIT)
    assert plan_of(pair, CREDIT_LIMIT).kept == {CREDIT_LIMIT.key}
    forced = plan_of(pair, CREDIT_LIMIT, options=Options(direction=Direction.TO_INTEGRATION_TABLE))
    assert said(forced) == {"action": "modify", "to crm": {"creditlimit": Decimal(1000)}}


def test_unconditional_ignores_the_bases_of_one_way_rows_and_of_no_others() -> None:
    pair = coupled(
        {"credit_limit_lcy": Decimal(1000), "city": "Oslo"},
        {"creditlimit": Decimal(500), "address1_city": "Moss"},
        erp_base={"credit_limit_lcy": "1000", "city": "Oslo"},
        crm_base={"creditlimit": "500", "address1_city": "Moss"},
    )
    plan = plan_of(pair, CREDIT_LIMIT, CITY, options=Options(unconditional=True))
    assert said(plan) == {"action": "modify", "to crm": {"creditlimit": Decimal(1000)}}


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.TO_INTEGRATION_TABLE, {"to crm": {"address1_city": "Oslo", "creditlimit": Decimal(1)}}),
        (Direction.FROM_INTEGRATION_TABLE, {"to erp": {"city": "Moss"}}),
    ],
)
def test_a_forced_direction_overwrites_every_field_that_differs_and_goes_that_way(
    direction: Direction, expected: dict[str, Any]
) -> None:
    pair = coupled(
        {"city": "Oslo", "name": "Same", "credit_limit_lcy": Decimal(1)},
        {"address1_city": "Moss", "name": "Same", "creditlimit": Decimal(2)},
        erp_base={"city": "Oslo", "name": "Same", "credit_limit_lcy": "1"},
        crm_base={"address1_city": "Moss", "name": "Same", "creditlimit": "2"},
    )
    plan = plan_of(pair, CITY, NAME, CREDIT_LIMIT, options=Options(direction=direction))
    assert said(plan) == {"action": "modify", **expected}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (Side.ERP, {"action": "modify", "to crm": {"address1_city": "Bergen", "name": "New"}}),
        (Side.CRM, {"action": "modify", "to erp": {"city": "Moss"}, "to crm": {"name": "New"}}),
    ],
)
def test_a_decision_settles_the_field_that_it_names(kept: Side, expected: dict[str, Any]) -> None:
    pair = coupled(
        {"city": "Bergen", "name": "New"},
        {"address1_city": "Moss", "name": "Old"},
        erp_base={"city": "Oslo", "name": "Old"},
        crm_base={"address1_city": "Oslo", "name": "Old"},
    )
    assert said(plan_of(pair, CITY, NAME, options=Options(decisions={CITY.key: kept}))) == expected


# Values that have another form on the other side

LONG = "An uncommonly long"


@pytest.mark.parametrize(
    ("erp", "crm", "expected"),
    [
        (LONG, LONG[:8], UNCHANGED),
        (f"{LONG}er", LONG[:8], RENEW),
        ("Short", LONG[:8], {"action": "modify", "to crm": {"name": "Short"}}),
        (LONG, "Changed", {"action": "modify", "to erp": {"name": "Changed"}}),
    ],
)
def test_the_longer_side_keeps_its_tail_while_the_common_part_is_unchanged(
    erp: str, crm: str, expected: dict[str, Any]
) -> None:
    pair = coupled({"name": erp}, {"name": crm}, erp_base={"name": LONG}, crm_base={"name": LONG[:8]})
    assert said(plan_of(pair, NAME)) == expected


def test_a_longer_crm_text_is_not_shortened_by_the_cut_copy_in_the_erp() -> None:
    town = "Llanfairpwllgwyngyll"
    pair = coupled({"city": town[:10]}, {"address1_city": town})
    assert said(plan_of(pair, CITY)) == RENEW


def test_a_code_is_upper_case_in_the_erp_and_what_the_crm_calls_it_stays() -> None:
    row = both("no", "accountnumber")
    pair = coupled({"no": "VAL2"}, {"accountnumber": "val2 "})
    assert said(plan_of(pair, row)) == RENEW
    changed = coupled(
        {"no": "VAL2"},
        {"accountnumber": "val3 "},
        erp_base={"no": "VAL2"},
        crm_base={"accountnumber": "val2 "},
    )
    assert said(plan_of(changed, row)) == {"action": "modify", "to erp": {"no": "VAL3"}}


@pytest.mark.parametrize(
    ("crm", "expected"),
    [
        ("Norway", RENEW),
        ("NO", RENEW),
        ("Netherlands", {"action": "modify", "to erp": {"country_region_code": "NL"}}),
        ("Atlantis", {"action": "fail", "problems": [("unknown_country", "country_region_code")]}),
        (None, {"action": "modify", "to erp": {"country_region_code": ""}}),
    ],
)
def test_a_country_in_the_crm_is_free_text_that_is_understood_or_named(
    crm: str | None, expected: dict[str, Any]
) -> None:
    pair = coupled(
        {"country_region_code": "NO"},
        {"address1_country": crm},
        erp_base={"country_region_code": "NO"},
        crm_base={"address1_country": "norway"},
    )
    assert said(plan_of(pair, COUNTRY)) == expected


def test_text_that_means_the_same_country_is_left_as_it_is_even_by_a_forced_run() -> None:
    pair = coupled({"country_region_code": "NO"}, {"address1_country": "Norway"})
    options = Options(direction=Direction.TO_INTEGRATION_TABLE)
    assert said(plan_of(pair, COUNTRY, options=options)) == RENEW


def test_a_transformation_is_part_of_the_comparison() -> None:
    row = both("name", "name", transformation="DIGITS")
    assert said(plan_of(coupled({"name": "+47 555"}, {"name": "47555"}), row)) == RENEW


# References

OWNER = LookupValue(KARIN, "systemuser")


@pytest.mark.parametrize(
    ("code", "owner", "expected"),
    [
        ("KB", OWNER, RENEW),
        ("KB", LookupValue(TEAM, "team"), {"action": "modify", "to crm": {"ownerid": OWNER}}),
        ("", LookupValue(NOBODY, "systemuser"), RENEW),
        ("LH", OWNER, {"action": "fail", "problems": [("must_be_coupled", "salesperson_code")]}),
    ],
)
def test_a_salesperson_decides_the_owner_and_none_leaves_the_owner_alone(
    code: str, owner: LookupValue, expected: dict[str, Any]
) -> None:
    pair = coupled({"salesperson_code": code}, {"ownerid": owner})
    assert said(plan_of(pair, SALESPERSON)) == expected


def test_a_record_that_is_not_coupled_is_named_with_what_its_cure_waits_for() -> None:
    pair = coupled({"salesperson_code": "LH"}, {"ownerid": OWNER})
    (problem,) = plan_of(pair, SALESPERSON).problems
    assert (problem.params, problem.awaited) == (
        {"table": "salesperson", "record": "LH"},
        Awaited("salesperson", LISA),
    )


CONTACT = LookupValue(KARIN, "contact")
OWED_LISA = ("primary_contact_no", Awaited("contact", LISA))
OWED_NEMO = ("primary_contact_no", Awaited("contact", NOBODY))


@pytest.mark.parametrize(
    ("erp", "crm", "erp_base", "crm_base", "expected"),
    [
        # The ERP names somebody who is not coupled: the CRM's contact, if it is coupled itself, is cleared.
        ("CT1", CONTACT, "CT0", str(KARIN), {"action": "modify", "to crm": {"primarycontactid": None}}),
        ("CT1", None, None, None, {"action": "unchanged"}),
        # The CRM names somebody who is not coupled.
        (
            "CT0",
            LookupValue(NOBODY, "contact"),
            "CT0",
            str(KARIN),
            {"action": "modify", "to erp": {"primary_contact_no": ""}},
        ),
        ("", LookupValue(NOBODY, "contact"), None, str(KARIN), {"action": "unchanged"}),
    ],
)
def test_a_lookup_that_may_be_cleared_is_owed_until_its_record_is_coupled(
    erp: str, crm: LookupValue | None, erp_base: str | None, crm_base: str | None, expected: dict[str, Any]
) -> None:
    pair = coupled(
        {"primary_contact_no": erp},
        {"primarycontactid": crm},
        erp_base={"primary_contact_no": erp_base},
        crm_base={"primarycontactid": crm_base},
    )
    plan = plan_of(pair, PRIMARY_CONTACT)
    owed = OWED_LISA if erp == "CT1" else OWED_NEMO
    assert said(plan) == {**expected, "owed": [owed]}
    assert plan.kept == {PRIMARY_CONTACT.key}


def test_what_was_owed_follows_when_its_record_is_coupled_although_there_is_no_base() -> None:
    to_crm_side = coupled({"primary_contact_no": "CT0"}, {"primarycontactid": None})
    assert said(plan_of(to_crm_side, PRIMARY_CONTACT)) == {
        "action": "modify",
        "to crm": {"primarycontactid": CONTACT},
    }
    to_erp_side = coupled({"primary_contact_no": ""}, {"primarycontactid": CONTACT})
    assert said(plan_of(to_erp_side, PRIMARY_CONTACT)) == {
        "action": "modify",
        "to erp": {"primary_contact_no": "CT0"},
    }


# Constants and rows that do not take part


@pytest.mark.parametrize(
    ("actual", "base", "expected"),
    [
        (3, "3", UNCHANGED),
        (5, "3", UNCHANGED),
        (5, "5", {"action": "modify", "to crm": {"customertypecode": 3}}),
        (5, None, {"action": "modify", "to crm": {"customertypecode": 3}}),
        (3, None, RENEW),
    ],
)
def test_a_constant_is_written_when_it_became_another(
    actual: int, base: str | None, expected: dict[str, Any]
) -> None:
    row = to_crm("", "customertypecode", constant_value="3")
    pair = coupled({}, {"customertypecode": actual}, erp_base={row.key: base} if base else {})
    assert said(plan_of(pair, row)) == expected


def test_a_constant_of_the_erp_comes_with_the_crms_record() -> None:
    row = from_crm("type", "", constant_value="person")
    assert said(plan_of(coupled({"type": "company"}, {}), row)) == {
        "action": "modify",
        "to erp": {"type": "person"},
    }
    assert said(plan_of(coupled({"type": "person"}, {}, erp_base={row.key: "person"}), row)) == UNCHANGED


@pytest.mark.parametrize(
    "row",
    [both("city", "address1_city", is_enabled=False), to_crm("city", "address1_city")],
    ids=["disabled", "against the direction of the mapping"],
)
def test_rows_that_are_off_or_go_against_the_mapping_do_nothing(row: Any) -> None:
    plan = plan_of(city("Bergen", "Oslo"), row, NAME, direction=Direction.FROM_INTEGRATION_TABLE)
    assert said(plan) in (UNCHANGED, RENEW)


def test_a_bidirectional_row_of_a_one_way_mapping_goes_the_way_of_the_mapping() -> None:
    row = from_crm("city", "address1_city")
    pair = city("Oslo", "Moss")
    assert said(plan_of(pair, row, direction=Direction.FROM_INTEGRATION_TABLE)) == {
        "action": "modify",
        "to erp": {"city": "Moss"},
    }
