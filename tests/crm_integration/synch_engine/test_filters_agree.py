"""A filter lets the same records through in memory, in the ERP's database and in the CRM."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.models import Account
from crm_integration.dataverse.clients import client_for
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.facts import facts_of
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.reader.erp_filter import to_q
from crm_integration.table_mapping.filters import All, AnyOf, Comparison, Filter, to_odata
from erp.models import Customer
from erp.queries.table_fields import record_values
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NAMES = ("Acme", "ACME", "acme ltd", "100% (pure)", "a_b", "O'Neill", "Ærlig", "ærlig ås", "Borg [x]")
CITIES = ("", "Oslo", "oslo", "Ås")
LIMITS = (0, 500, 1000, 999999)
texts = st.sampled_from([*NAMES, *CITIES, "ac", "%", "_", "'", "ÆR", "zzz"])
numbers = st.sampled_from([*LIMITS, 999.5, "500", "1000.00"])
needed = texts.filter(bool)


def text_filters(name: str) -> st.SearchStrategy[Comparison]:
    return st.one_of(
        st.builds(Comparison, st.just(name), st.sampled_from(["eq", "ne"]), texts | st.none()),
        st.builds(Comparison, st.just(name), st.sampled_from(["starts_with", "contains"]), needed),
        st.builds(Comparison, st.just(name), st.sampled_from(["is_blank", "is_not_blank"])),
        st.builds(
            Comparison, st.just(name), st.just("in"), st.lists(texts, min_size=1, max_size=3).map(tuple)
        ),
    )


def number_filters(name: str) -> st.SearchStrategy[Comparison]:
    operators = st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le"])
    return st.one_of(
        st.builds(Comparison, st.just(name), operators, numbers),
        st.builds(
            Comparison, st.just(name), st.just("in"), st.lists(numbers, min_size=1, max_size=3).map(tuple)
        ),
    )


def trees(leaves: st.SearchStrategy[Comparison]) -> st.SearchStrategy[Filter]:
    def joined(parts: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
        lists = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return st.one_of(st.builds(All, lists), st.builds(AnyOf, lists))

    return st.recursive(leaves, joined, max_leaves=5)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    trees(
        text_filters("name")
        | text_filters("city")
        | text_filters("country_region_code")
        | number_filters("credit_limit_lcy")
    )
)
def check_erp(tree: Filter) -> None:
    inside = {row.id for row in Customer.objects.all() if matches(tree, record_values(row))}
    assert set(Customer.objects.filter(to_q(tree, "customer")).values_list("id", flat=True)) == inside


def test_the_database_of_the_erp_agrees_with_the_evaluation_in_memory(systems: TwoSystems) -> None:
    for number, name in enumerate(NAMES):
        systems.customer(
            name,
            city=CITIES[number % len(CITIES)],
            country_region_code=("NO", "")[number % 2],
            credit_limit_lcy=Decimal(LIMITS[number % len(LIMITS)]),
        )
    check_erp()


@pytest.mark.parametrize("bound", ["nobody", "somebody"])
def test_the_crm_agrees_with_the_evaluation_in_memory(systems: TwoSystems, bound: str) -> None:
    contact = None
    for number, name in enumerate(NAMES):
        account = systems.account(
            name,
            address1_city=CITIES[number % len(CITIES)] or None,
            creditlimit=LIMITS[number % len(LIMITS)] or None,
            statecode=number % 2,
        )
        contact = systems.contact(account)
        if number % 3 and bound == "somebody":
            systems.change(account, primarycontactid=contact)
    assert contact is not None
    columns = facts_of("customer", "account").crm
    client = client_for(ConnectionSetup.get())
    selected = ["name", "address1_city", "creditlimit", "statecode", "primarycontactid"]
    rows = {row.id: row.values for page in client.pages("accounts", select=selected) for row in page.rows}
    lookups = st.builds(
        Comparison, st.just("primarycontactid"), st.sampled_from(["eq", "ne"]), st.just(str(contact.pk))
    ) | st.builds(Comparison, st.just("primarycontactid"), st.sampled_from(["is_blank", "is_not_blank"]))
    states = st.builds(
        Comparison, st.just("statecode"), st.sampled_from(["eq", "ne", "gt"]), st.integers(0, 1)
    )
    leaves = (
        text_filters("name")
        | text_filters("address1_city")
        | number_filters("creditlimit")
        | lookups
        | states
    )

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(trees(leaves))
    def check(tree: Filter) -> None:
        inside = {id for id, values in rows.items() if matches(tree, values)}
        assert found(client, to_odata(tree, columns)) == inside

    check()
    assert Account.objects.count() == len(NAMES)


def found(client: Any, text: str) -> set[Any]:
    return {row.id for page in client.pages("accounts", select=["name"], filter=text) for row in page.rows}
