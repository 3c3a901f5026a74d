"""Every state of every record of Sales, with every plain write of a state and every action on it."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

import pytest

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.update import Change, update_records
from tests.crm.business_rules.sales_world import SalesWorld

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

# Where a plain write of statecode leads, besides to the state that a record has already.
WRITES: Final[dict[str, dict[int, set[int]]]] = {
    "opportunity": {0: set(), 1: {0}, 2: {0}},
    "quote": {0: {1}, 1: {0}, 2: set(), 3: set()},
    "salesorder": {0: {1, 4}, 1: {0, 4}, 2: set(), 3: {0, 4}, 4: set()},
    "invoice": {0: {2, 3}, 1: set(), 2: {0}, 3: {0}},
    "product": {0: {1, 3}, 1: {0}, 2: {0}, 3: {0}},
    "pricelevel": {0: {1}, 1: {0}},
    "uomschedule": {0: {1}, 1: {0}},
    "account": {0: {1}, 1: {0}},
    "contact": {0: {1}, 1: {0}},
    "task": {0: {1, 2}, 1: {0, 2}, 2: {0, 1}},
}
# Action: table, the states in which it may be called, and the state after it.
ACTIONS: Final[dict[str, tuple[str, dict[int, int]]]] = {
    "WinOpportunity": ("opportunity", {0: 1}),
    "LoseOpportunity": ("opportunity", {0: 2}),
    "GenerateQuoteFromOpportunity": ("opportunity", {0: 0}),
    "GenerateSalesOrderFromOpportunity": ("opportunity", {0: 0}),
    "GenerateInvoiceFromOpportunity": ("opportunity", {0: 0}),
    "WinQuote": ("quote", {1: 2}),
    "CloseQuote": ("quote", {1: 3}),
    "ReviseQuote": ("quote", {1: 3}),
    "ConvertQuoteToSalesOrder": ("quote", {2: 2}),
    "FulfillSalesOrder": ("salesorder", {0: 3, 1: 3}),
    "CancelSalesOrder": ("salesorder", {0: 2, 1: 2}),
    "ConvertSalesOrderToInvoice": ("salesorder", {0: 0, 1: 1, 3: 3}),
    "LockSalesOrderPricing": ("salesorder", {0: 0}),
    "UnlockSalesOrderPricing": ("salesorder", {0: 0}),
    "LockInvoicePricing": ("invoice", {0: 0}),
    "UnlockInvoicePricing": ("invoice", {0: 0}),
    "PublishProductHierarchy": ("product", {2: 0, 3: 0}),
}
CLOSINGS: Final = {
    "WinOpportunity": ("OpportunityClose", 3),
    "LoseOpportunity": ("OpportunityClose", 4),
    "WinQuote": ("QuoteClose", 4),
    "CloseQuote": ("QuoteClose", 5),
    "FulfillSalesOrder": ("OrderClose", 100001),
    "CancelSalesOrder": ("OrderClose", 4),
}
ARGUMENTS: Final = {"opportunity": "OpportunityId", "quote": "QuoteId"} | {
    "salesorder": "SalesOrderId",
    "invoice": "InvoiceId",
}
# What may be read-only: the states in which an ordinary column can be written.
EDITABLE: Final = {
    "opportunity": {0},
    "quote": {0},
    "salesorder": {0},
    "invoice": {0},
    "product": {0, 2, 3},
}
LINES: Final = {
    "opportunity": "opportunityproducts",
    "quote": "quotedetails",
    "salesorder": "salesorderdetails",
    "invoice": "invoicedetails",
}


def states_of(table: str) -> Iterator[int]:
    yield from metadata.table(table).columns["statecode"].options


def record(world: SalesWorld, table: str) -> UUID:
    entity_set = metadata.table(table).entity_set
    if table in LINES:
        return world.document(entity_set)
    if table == "product":
        return world.product
    values = {"contact": {"lastname": "Carr"}, "task": {"subject": "Call"}}.get(table, {"name": "Any"})
    return world.api.create(entity_set, **values)


def in_state(world: SalesWorld, table: str, state: int) -> UUID:
    identifier = record(world, table)
    put(table, identifier, state)
    return identifier


def put(table: str, identifier: UUID, state: int) -> None:
    """Whatever way leads there."""
    update_records(
        table=metadata.table(table),
        changes=[Change(identifier, {"statecode": state})],
        caller=system_caller(),
        trusted=True,
    )


def address(table: str, identifier: UUID) -> str:
    return f"{metadata.table(table).entity_set}({identifier})"


def state_of(world: SalesWorld, table: str, identifier: UUID) -> int:
    state: int = world.api.get(f"{address(table, identifier)}?$select=statecode")["statecode"]
    return state


def call(world: SalesWorld, action: str, table: str, identifier: UUID) -> Any:
    if action in CLOSINGS:
        activity, status = CLOSINGS[action]
        return world.close(action, activity, f"{table}id={address(table, identifier)}", status)
    if action == "PublishProductHierarchy":
        return world.act(f"{address(table, identifier)}/Microsoft.Dynamics.CRM.{action}")
    return world.act(action, **{ARGUMENTS[table]: str(identifier)})


@pytest.mark.parametrize("table", WRITES)
def test_a_plain_write_leads_to_the_states_that_may_follow_and_to_no_other(
    world: SalesWorld, table: str
) -> None:
    found: dict[int, set[int]] = {}
    for before in states_of(table):
        found[before] = set()
        for after in states_of(table):
            identifier = in_state(world, table, before)
            answer = world.patch(address(table, identifier), statecode=after)
            assert answer.status_code in (204, 400), answer.content
            assert state_of(world, table, identifier) == (after if answer.status_code == 204 else before)
            if answer.status_code == 204 and after != before:
                found[before].add(after)
    assert found == WRITES[table]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_acts_in_the_states_that_permit_it_and_in_no_other(world: SalesWorld, action: str) -> None:
    table, permitted = ACTIONS[action]
    found: dict[int, int] = {}
    for before in states_of(table):
        identifier = in_state(world, table, before)
        answer = call(world, action, table, identifier)
        assert answer.status_code in (200, 204, 400), answer.content
        after = state_of(world, table, identifier)
        if answer.status_code == 400:
            assert after == before
            assert answer.json()["error"]["message"]
        else:
            found[before] = after
    assert found == permitted


@pytest.mark.parametrize("table", EDITABLE)
def test_columns_change_in_the_states_that_permit_it_and_with_the_state(
    world: SalesWorld, table: str
) -> None:
    found = set()
    for state in states_of(table):
        identifier = in_state(world, table, state)
        answer = world.patch(address(table, identifier), description="New")
        assert answer.status_code in (204, 400)
        if answer.status_code == 204:
            found.add(state)
        for after in WRITES[table][state]:
            put(table, identifier, state)
            answer = world.patch(address(table, identifier), description="Other", statecode=after)
            assert answer.status_code == 204, answer.content
    assert found == EDITABLE[table]


@pytest.mark.parametrize("table", LINES)
def test_lines_change_with_the_columns_of_their_document(world: SalesWorld, table: str) -> None:
    for state in states_of(table):
        document = record(world, table)
        tie = f"{table}id={address(table, document)}"
        line = world.line(LINES[table], tie)
        put(table, document, state)
        writable = state in EDITABLE[table]
        answers = [
            world.patch(f"{LINES[table]}({line})", quantity=3),
            world.api.call(
                "POST",
                LINES[table],
                {
                    f"{table}id@odata.bind": f"/{address(table, document)}",
                    "quantity": 1,
                    "productdescription": "More",
                },
            ),
            world.api.call("DELETE", f"{LINES[table]}({line})"),
        ]
        assert [answer.status_code for answer in answers] == [204 if writable else 400] * 3
        if not writable:
            assert {answer.json()["error"]["code"] for answer in answers} == {"0x80043b09"}


@pytest.mark.parametrize(
    ("table", "state", "message"),
    [
        ("opportunity", 1, "WinOpportunity"),
        ("opportunity", 2, "LoseOpportunity"),
        ("quote", 2, "WinQuote"),
        ("quote", 3, "CloseQuote"),
        ("salesorder", 2, "CancelSalesOrder"),
        ("salesorder", 3, "FulfillSalesOrder"),
    ],
)
def test_a_state_that_only_a_message_sets_is_refused_with_its_name(
    world: SalesWorld, table: str, state: int, message: str
) -> None:
    identifier = record(world, table)
    error = world.patch(address(table, identifier), statecode=state).json()["error"]
    assert error["code"] == "0x80100005"
    assert f"use the {message} message instead" in error["message"]


@pytest.mark.parametrize("table", LINES)
def test_a_document_begins_in_its_first_state(world: SalesWorld, table: str) -> None:
    for state in set(states_of(table)) - {0}:
        answer = world.api.call(
            "POST",
            metadata.table(table).entity_set,
            {
                "name": "Late",
                "statecode": state,
                "customerid_account@odata.bind": f"/accounts({world.account})",
                "pricelevelid@odata.bind": f"/pricelevels({world.price_list})",
            },
        )
        assert answer.status_code == 400
