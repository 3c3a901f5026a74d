"""What becomes of a record as a whole: created, left alone, lost on one side, changed by ourselves."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from crm_integration.synch_engine.plan import Options, Pair
from crm_integration.table_mapping.declaration import (
    DeletionConflict,
    DerivedColumn,
    When,
    constant_to_crm,
    constant_to_erp,
    from_crm,
    to_crm,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import where
from crm_integration.table_mapping.problem import Awaited, Cure, Problem
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.values import LookupValue
from tests.unit.synch_engine.planning import (
    CITY,
    CREDIT_LIMIT,
    INTEGRATION_USER,
    KARIN,
    LISA,
    NAME,
    NOBODY,
    PRIMARY_CONTACT,
    SALESPERSON,
    TEAM,
    VERSION,
    coupled,
    coupling,
    crm_record,
    erp_record,
    plan_of,
    said,
)

TO_CRM, FROM_CRM = Direction.TO_INTEGRATION_TABLE, Direction.FROM_INTEGRATION_TABLE
NEW_CUSTOMER = Pair(erp=erp_record({"name": "Acme", "city": "Oslo"}))
NEW_ACCOUNT = Pair(crm=crm_record({"name": "Acme", "address1_city": "Oslo"}))
CREATED_IN_CRM = {"action": "insert_in_crm", "to crm": {"name": "Acme", "address1_city": "Oslo"}}
CREATED_IN_ERP = {"action": "insert_in_erp", "to erp": {"name": "Acme", "city": "Oslo"}}


def both_new(options: Options | None = None, **settings: Any) -> list[dict[str, Any]]:
    """What becomes of a customer and of an account without a counterpart."""
    return [
        said(plan_of(pair, NAME, CITY, options=options, **settings)) for pair in (NEW_CUSTOMER, NEW_ACCOUNT)
    ]


def test_a_record_without_a_counterpart_is_created_on_the_other_side() -> None:
    assert both_new() == [CREATED_IN_CRM, CREATED_IN_ERP]


def test_a_mapping_for_coupled_records_only_creates_nothing_unless_somebody_asks() -> None:
    assert both_new(synch_only_coupled_records=True) == [{"action": "not_coupled"}] * 2
    asked = both_new(Options(create=True), synch_only_coupled_records=True)
    assert asked == [CREATED_IN_CRM, CREATED_IN_ERP]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (TO_CRM, [CREATED_IN_CRM, {"action": "not_coupled"}]),
        (FROM_CRM, [{"action": "not_coupled"}, CREATED_IN_ERP]),
    ],
)
def test_a_one_way_mapping_creates_nothing_at_its_source(
    direction: Direction, expected: list[dict[str, Any]]
) -> None:
    assert both_new(direction=direction) == expected


def test_a_record_outside_the_filter_is_not_created() -> None:
    elsewhere: dict[str, Any] = {
        "erp_filter": where("city", "eq", "Moss"),
        "crm_filter": where("name", "eq", "Other"),
    }
    assert both_new(**elsewhere) == [{"action": "outside_filter"}] * 2


@pytest.mark.parametrize(
    "settings",
    [{"erp_filter": where("city", "eq", "Moss")}, {"crm_filter": where("address1_city", "eq", "Moss")}],
)
def test_a_coupled_pair_with_one_side_outside_the_filter_is_left_alone(settings: Mapping[str, Any]) -> None:
    pair = coupled({"city": "Oslo", "name": "New"}, {"address1_city": "Oslo", "name": "Old"})
    assert said(plan_of(pair, CITY, NAME, **settings)) == {"action": "outside_filter"}


# What a new record gets besides the copied fields


def kind_of_account(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> int:
    return 3


def no_rate(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> Problem:
    return Problem("no_exchange_rate", Cure.REJECTED, {}, "exchange_rate")


def balance(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> Decimal:
    return Decimal(values["credit_limit_lcy"]) * 2


TYPE_OF_NEW = DerivedColumn("customertypecode", TO_CRM, When.INSERT, kind_of_account)
BALANCE = DerivedColumn("creditlimit", TO_CRM, When.ALWAYS, balance)


def test_constants_and_derived_columns_belong_to_a_new_record() -> None:
    rows = (NAME, constant_to_crm("address1_country", "NO"), constant_to_erp("type", "person"))
    assert [said(plan_of(pair, *rows, derived=(TYPE_OF_NEW,))) for pair in (NEW_CUSTOMER, NEW_ACCOUNT)] == [
        {
            "action": "insert_in_crm",
            "to crm": {"name": "Acme", "address1_country": "NO", "customertypecode": 3},
        },
        {"action": "insert_in_erp", "to erp": {"name": "Acme", "type": "person"}},
    ]


def test_blank_values_are_not_sent_with_a_new_record() -> None:
    pair = Pair(erp=erp_record({"name": "Acme", "city": "", "credit_limit_lcy": Decimal(0)}))
    assert said(plan_of(pair, NAME, CITY, CREDIT_LIMIT)) == {
        "action": "insert_in_crm",
        "to crm": {"name": "Acme", "creditlimit": Decimal(0)},
    }


def test_a_derived_column_for_new_records_is_not_written_again() -> None:
    pair = coupled({}, {"customertypecode": 5})
    assert said(plan_of(pair, derived=(TYPE_OF_NEW,))) == {"action": "unchanged"}


@pytest.mark.parametrize(
    ("limit", "actual", "base", "expected"),
    [
        (10, 20, "20", {"action": "unchanged"}),
        (10, 5, "20", {"action": "unchanged"}),
        (11, 20, "20", {"action": "modify", "to crm": {"creditlimit": Decimal(22)}}),
        (11, 22, "20", {"action": "renew"}),
    ],
)
def test_a_derived_column_is_written_when_its_value_changes(
    limit: int, actual: int, base: str, expected: dict[str, Any]
) -> None:
    pair = coupled(
        {"credit_limit_lcy": Decimal(limit)}, {"creditlimit": Decimal(actual)}, erp_base={BALANCE.key: base}
    )
    assert said(plan_of(pair, derived=(BALANCE,))) == expected


def test_a_derived_column_without_a_value_fails_the_record() -> None:
    missing = DerivedColumn("creditlimit", TO_CRM, When.ALWAYS, no_rate)
    failed = {"action": "fail", "problems": [("no_exchange_rate", "exchange_rate")]}
    assert said(plan_of(NEW_CUSTOMER, NAME, derived=(missing,))) == failed
    assert said(plan_of(coupled({}, {}), derived=(missing,))) == failed


def test_a_new_customer_takes_over_the_owner_of_its_account_and_a_teams_account_has_nobody() -> None:
    def new(owner: LookupValue) -> dict[str, Any]:
        return said(plan_of(Pair(crm=crm_record({"name": "Acme", "ownerid": owner})), NAME, SALESPERSON))

    assert new(LookupValue(KARIN, "systemuser"))["to erp"] == {"name": "Acme", "salesperson_code": "KB"}
    assert new(LookupValue(TEAM, "team"))["to erp"] == {"name": "Acme"}
    assert new(LookupValue(NOBODY, "systemuser")) == {
        "action": "fail",
        "problems": [("must_be_coupled", "salesperson_code")],
    }


def test_a_new_record_owes_what_may_be_cleared_and_fails_for_everything_else() -> None:
    contact = Pair(erp=erp_record({"name": "Acme", "primary_contact_no": "CT1"}))
    plan = plan_of(contact, NAME, PRIMARY_CONTACT)
    assert said(plan) == {
        "action": "insert_in_crm",
        "to crm": {"name": "Acme"},
        "owed": [("primary_contact_no", Awaited("contact", LISA))],
    }
    salesperson = Pair(erp=erp_record({"name": "Acme", "salesperson_code": "LH"}))
    assert said(plan_of(salesperson, NAME, SALESPERSON)) == {
        "action": "fail",
        "problems": [("must_be_coupled", "salesperson_code")],
    }


def test_who_belongs_to_a_new_customer_is_said_later_because_nobody_does_yet() -> None:
    contact = Pair(crm=crm_record({"name": "Acme", "primarycontactid": LookupValue(KARIN, "contact")}))
    plan = plan_of(contact, NAME, PRIMARY_CONTACT)
    assert said(plan) == {"action": "insert_in_erp", "to erp": {"name": "Acme"}}
    assert plan.kept == {PRIMARY_CONTACT.key}


# A create that was announced and whose answer never came


def test_a_record_that_is_being_created_is_created_with_the_id_that_was_announced() -> None:
    announced = coupling({}, {}, state="creating")
    pair = Pair(erp=NEW_CUSTOMER.erp, coupling=announced)
    assert said(plan_of(pair, NAME, CITY, synch_only_coupled_records=True)) == CREATED_IN_CRM


def test_a_record_that_turns_out_to_be_there_is_adopted_and_mended_from_the_erp() -> None:
    announced = coupling({}, {}, state="creating", crm_version=None)
    sent = crm_record({"name": "Acme", "address1_city": "Oslo"}, modified_by=INTEGRATION_USER)
    pair = Pair(NEW_CUSTOMER.erp, sent, announced)
    options = Options(integration_users=frozenset({INTEGRATION_USER}))
    assert said(plan_of(pair, NAME, CITY, options=options)) == {"action": "renew"}
    older = Pair(NEW_CUSTOMER.erp, crm_record({"name": "Acm", "address1_city": "Oslo"}), announced)
    assert said(plan_of(older, NAME, CITY)) == {"action": "modify", "to crm": {"name": "Acme"}}


# A side that is gone

GONE_IN_CRM = Pair(erp=NEW_CUSTOMER.erp, coupling=coupling({}, {}), crm_deleted=True)
GONE_IN_ERP = Pair(crm=NEW_ACCOUNT.crm, coupling=coupling({}, {}), erp_deleted=True)


def after_deletion(policy: DeletionConflict, **settings: Any) -> list[dict[str, Any]]:
    return [
        said(plan_of(pair, NAME, CITY, deletion_conflict_resolution=policy, **settings))
        for pair in (GONE_IN_CRM, GONE_IN_ERP)
    ]


def test_without_a_deletion_policy_the_pair_fails_and_says_which_side_is_gone() -> None:
    assert after_deletion(DeletionConflict.NONE) == [
        {"action": "fail", "problems": [("coupled_to_deleted_crm_record", "")]},
        {"action": "fail", "problems": [("coupled_to_deleted_erp_record", "")]},
    ]


def test_restoring_creates_the_deleted_side_anew_where_the_mapping_goes_there() -> None:
    assert after_deletion(DeletionConflict.RESTORE) == [CREATED_IN_CRM, CREATED_IN_ERP]
    one_way = after_deletion(DeletionConflict.RESTORE, direction=TO_CRM)
    assert one_way[1] == {"action": "fail", "problems": [("coupled_to_deleted_erp_record", "")]}


def test_removing_ends_the_coupling_and_keeps_the_survivor() -> None:
    assert after_deletion(DeletionConflict.REMOVE) == [{"action": "remove_coupling"}] * 2


@pytest.mark.parametrize("policy", list(DeletionConflict))
def test_where_both_sides_are_gone_the_coupling_goes(policy: DeletionConflict) -> None:
    pair = Pair(coupling=coupling({}, {}), erp_deleted=True, crm_deleted=True)
    assert said(plan_of(pair, NAME, deletion_conflict_resolution=policy)) == {"action": "remove_coupling"}


# Skipped records and changes of the integration user


def test_a_skipped_record_is_looked_at_only_on_demand() -> None:
    pair = Pair(erp=NEW_CUSTOMER.erp, is_skipped=True)
    assert said(plan_of(pair, NAME)) == {"action": "skipped"}
    assert said(plan_of(pair, NAME, CITY, options=Options(retry_skipped=True))) == CREATED_IN_CRM


THEIRS = Options(integration_users=frozenset({INTEGRATION_USER}))


def changed_by_integration_user(**erp: Any) -> Pair:
    return Pair(
        erp_record({"city": "Oslo"}, **erp),
        crm_record({"address1_city": "Moss"}, version=VERSION + 1, modified_by=INTEGRATION_USER),
        coupling({"city": "Oslo"}, {"address1_city": "Oslo"}),
    )


def test_what_a_person_changed_as_the_integration_user_is_not_synchronized() -> None:
    pair = changed_by_integration_user()
    assert said(plan_of(pair, CITY, options=THEIRS)) == {"action": "integration_user"}
    assert said(plan_of(pair, CITY)) == {"action": "modify", "to erp": {"city": "Moss"}}


def test_such_a_change_is_looked_at_together_with_a_change_in_the_erp() -> None:
    pair = changed_by_integration_user(version=VERSION + 1)
    assert said(plan_of(pair, CITY, options=THEIRS)) == {"action": "modify", "to erp": {"city": "Moss"}}


def test_the_crms_own_version_tells_our_own_writes_from_those_of_a_person() -> None:
    ours = Pair(
        erp_record({"city": "Oslo"}),
        crm_record({"address1_city": "Oslo"}, version=VERSION + 1, modified_by=INTEGRATION_USER),
        coupling({"city": "Oslo"}, {"address1_city": "Oslo"}),
    )
    assert said(plan_of(ours, CITY, options=THEIRS)) == {"action": "unchanged"}


def test_a_record_that_the_integration_user_made_is_not_created_in_the_erp() -> None:
    made = Pair(crm=crm_record({"name": "Acme"}, modified_by=INTEGRATION_USER))
    assert said(plan_of(made, NAME, options=THEIRS)) == {"action": "integration_user"}


def test_rows_from_the_crm_do_not_reach_a_new_account() -> None:
    rows = (from_crm("name", "name"), to_crm("city", "address1_city"))
    assert said(plan_of(NEW_CUSTOMER, *rows)) == {
        "action": "insert_in_crm",
        "to crm": {"address1_city": "Oslo"},
    }
    assert said(plan_of(NEW_ACCOUNT, *rows)) == {"action": "insert_in_erp", "to erp": {"name": "Acme"}}
