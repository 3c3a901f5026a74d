"""Records that enter and leave the filter, and what an administrator changes about a mapping."""

from typing import Any

import pytest

from crm.models import Account
from crm_integration.coupling.mapping_changed import mapping_changed
from crm_integration.models import Coupling, IntegrationFieldMapping, IntegrationTableMapping, SynchProblem
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
INACTIVE: dict[str, Any] = {"statecode": 1}
ACTIVE: dict[str, Any] = {"statecode": 0}


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, Oslo."""
    account = systems.account("Acme", address1_city="Oslo")
    systems.run(scope="full")
    systems.sent.requests.clear()
    return Customer.objects.get(), account


def test_an_account_that_leaves_the_filter_keeps_its_coupling_and_is_counted(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.change(account, **INACTIVE, address1_city="Moss")
    assert systems.run() == {"<- outside_filter": 1}
    assert (now(customer, "city"), systems.couplings()) == ("Oslo", {customer.id: account.pk})


def test_an_account_that_enters_the_filter_again_counts_as_changed(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.change(account, **INACTIVE, address1_city="Moss")
    systems.run()
    systems.edit(customer, phone_no="222")
    assert systems.run() == {"-> outside_filter": 1}
    systems.change(account, **ACTIVE)
    systems.run()
    assert (now(customer, "city"), now(account, "telephone1")) == ("Moss", "222")


def test_a_customer_that_is_blocked_is_left_alone_until_it_is_open_again(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, blocked="all", phone_no="222")
    assert systems.run() == {"-> outside_filter": 1}
    systems.change(account, address1_city="Moss")
    assert systems.run() == {"<- outside_filter": 1}
    systems.edit(customer, blocked="")
    systems.run()
    assert (now(customer, "city"), now(account, "telephone1"), systems.problems()) == ("Moss", "222", [])


def test_what_the_crm_changed_while_the_customer_was_blocked_comes_when_it_is_open_again(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, blocked="all")
    systems.change(account, address1_city="Moss")
    systems.run()
    assert now(customer, "city") == "Oslo"
    systems.edit(customer, blocked="")
    systems.run()
    assert now(customer, "city") == "Moss"


def test_a_record_that_leaves_the_filter_is_no_longer_a_problem(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.change(account, address1_city="Moss")
    systems.run()
    assert len(systems.problems()) == 1
    systems.change(account, **INACTIVE)
    systems.run()
    assert systems.problems() == []
    systems.change(account, **ACTIVE)
    systems.run()
    assert [problem[0] for problem in systems.problems()] == ["changed_on_both_sides"]


def test_an_uncoupled_record_is_created_when_it_enters_the_filter(systems: TwoSystems) -> None:
    systems.set_mapping(synch_only_coupled_records=False)
    customer = systems.customer("Acme", blocked="all")
    prospect = systems.account("Borg", customertypecode=8)
    assert systems.run() == {"-> outside_filter": 1, "<- outside_filter": 1}
    systems.edit(customer, blocked="")
    systems.change(prospect, customertypecode=3)
    assert systems.run() == {"-> inserted": 1, "<- inserted": 1}


def test_the_problem_of_a_record_that_is_gone_goes_with_it(systems: TwoSystems) -> None:
    systems.salesperson("KB")
    customer = systems.customer("Acme", salesperson_code="KB")
    account = systems.account("Borg", address1_country="Atlantis")
    systems.run(scope="full")
    assert SynchProblem.objects.count() == 2
    systems.delete(customer)
    systems.remove(account)
    systems.run()
    assert systems.problems() == []


def test_a_due_problem_of_a_record_that_is_gone_goes_with_it(systems: TwoSystems) -> None:
    systems.salesperson("KB")
    customer = systems.customer("Acme", salesperson_code="KB")
    systems.run(scope="full")
    systems.delete(customer)
    SynchProblem.objects.update(is_due=True)
    systems.run(scope="due")
    assert systems.problems() == []


# What an administrator changes


def changed(systems: TwoSystems, **values: Any) -> None:
    systems.set_mapping(**values)
    mapping_changed("CUSTOMER")


def test_a_mapping_that_goes_one_way_no_longer_goes_the_other(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    changed(systems, direction="to_integration_table")
    systems.set_row("city", direction="to_integration_table")
    systems.change(account, address1_city="Moss")
    systems.run()
    assert (now(customer, "city"), Coupling.objects.get().drifted) == ("Oslo", ["address1_city"])
    systems.edit(customer, city="Bergen")
    systems.run()
    assert (now(account, "address1_city"), Coupling.objects.get().drifted) == ("Bergen", [])


def test_a_wider_filter_lets_more_accounts_in(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    systems.account("Prospect", customertypecode=8)
    changed(systems, crm_filter={"field": "statecode", "operator": "eq", "value": 0})
    systems.set_mapping(synch_only_coupled_records=False)
    assert systems.run() == {"<- inserted": 1, "<- unchanged": 1}
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["Acme", "Prospect"]


def test_a_changed_filter_writes_nothing_for_pairs_that_have_not_changed(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    changed(systems, crm_filter={"field": "statecode", "operator": "in", "value": [0]})
    assert systems.run() == {"<- unchanged": 1}
    assert systems.sent.writes == []


def add_row(erp_field: str, crm_column: str, direction: str = "bidirectional", **values: Any) -> None:
    IntegrationFieldMapping.objects.create(
        mapping_id="CUSTOMER",
        erp_field=erp_field,
        crm_column=crm_column,
        direction=direction,
        position=90,
        **values,
    )
    mapping_changed("CUSTOMER")


def test_a_field_row_that_is_switched_on_takes_part_from_then_on(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.set_row("mobile_phone_no", is_enabled=True)
    mapping_changed("CUSTOMER")
    assert systems.run() == {"<- unchanged": 1}
    systems.edit(customer, mobile_phone_no="555")
    systems.run()
    assert [problem[:2] for problem in systems.problems()] == [("changed_on_both_sides", "mobile_phone_no")]
    systems.change(account, telephone2="555")
    systems.run()
    assert systems.problems() == []
    systems.change(account, telephone2="666")
    systems.run()
    assert now(customer, "mobile_phone_no") == "666"


def test_a_field_row_that_is_switched_off_takes_no_part(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.set_row("city", is_enabled=False)
    mapping_changed("CUSTOMER")
    systems.edit(customer, city="Bergen", phone_no="222")
    systems.change(account, address1_city="Moss")
    systems.run()
    assert (now(customer, "city"), now(account, "address1_city", "telephone1")) == (
        "Bergen",
        ("Moss", "222"),
    )


def test_a_constant_reaches_new_records_and_old_ones_when_they_are_looked_at(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    add_row("", "fax", "to_integration_table", constant_value="none")
    systems.customer("Borg")
    systems.edit(customer, phone_no="222")
    systems.run(scope="full")
    assert set(Account.objects.values_list("name", "fax")) == {("Acme", "none"), ("Borg", "none")}
    IntegrationFieldMapping.objects.filter(crm_column="fax", erp_field="").update(constant_value="no")
    systems.change(account, address1_city="Moss")
    systems.run()
    assert now(account, "fax") == "no"
    systems.sent.requests.clear()
    assert set(systems.run()) <= {"<- unchanged"}
    assert systems.sent.writes == []


def test_a_policy_that_is_changed_is_the_cure_of_what_waits(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.change(account, address1_city="Moss")
    systems.run()
    changed(systems, update_conflict_resolution="get_update")
    systems.work_all()
    assert (now(customer, "city"), systems.problems()) == ("Moss", [])


# A link that is no longer good


def spoiled_link() -> None:
    stored = IntegrationTableMapping.objects.get(name="CUSTOMER")
    link = stored.delta_link.partition("deltatoken=")[0] + "deltatoken=gone"
    IntegrationTableMapping.objects.filter(name="CUSTOMER").update(delta_link=link)


def test_an_expired_link_leads_to_a_comparison_by_version(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    spoiled_link()
    systems.change(account, address1_city="Moss")
    assert systems.run() == {"<- modified": 1}
    assert (now(customer, "city"), systems.sent.writes) == ("Moss", [])
    spoiled_link()
    assert systems.run() == {"<- unchanged": 1}


def test_a_link_of_another_environment_is_not_followed(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.set_mapping(delta_link="https://elsewhere.example/api/data/v9.2/accounts?deltatoken=1")
    assert systems.run() == {"<- unchanged": 1}
