"""Whose data was chosen when two records were coupled counts until they were equal once."""

import pytest

from crm.models import InjectedFault
from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.models import Coupling, IntegrationFieldMapping, Job
from crm_integration.table_mapping.direction import Direction
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

TO_CRM, TO_ERP = "to_integration_table", "from_integration_table"
ATTEMPTS = 5


@pytest.mark.parametrize(("chosen", "city"), [(TO_CRM, "Oslo"), (TO_ERP, "Bergen")])
def test_matched_records_whose_first_write_got_no_answer_follow_later_as_chosen(
    systems: TwoSystems, chosen: str, city: str
) -> None:
    customer = systems.customer("Acme", city="Oslo", credit_limit_lcy=5)
    account = systems.account("Acme", address1_city="Bergen")
    systems.set_mapping(synch_after_coupling=chosen)
    systems.set_row("name", use_for_match=True)
    systems.fault("server_error", method="PATCH", remaining=ATTEMPTS)
    systems.run(scope="couple")
    assert {code for code, *_ in systems.problems()} == {"crm_transient"}
    systems.run()
    assert (now(customer, "city"), now(account, "address1_city")) == (city, city)
    assert systems.problems() == []


def test_records_coupled_by_hand_follow_later_as_chosen(systems: TwoSystems) -> None:
    customer, account = systems.customer("Acme", city="Oslo"), systems.account("Acme", address1_city="Bergen")
    systems.couple(customer, account, synchronize=TO_CRM)
    systems.fault("server_error", method="PATCH", remaining=ATTEMPTS)
    systems.work_all()
    systems.run()
    assert (now(customer, "city"), now(account, "address1_city")) == ("Oslo", "Oslo")
    assert systems.problems() == []


def test_a_field_that_is_added_later_has_no_direction_from_then(systems: TwoSystems) -> None:
    IntegrationFieldMapping.objects.filter(mapping="CUSTOMER", erp_field="fax_no").update(is_enabled=False)
    customer = systems.customer("Acme", city="Oslo", fax_no="1")
    account = systems.account("Acme", address1_city="Bergen", fax="2")
    systems.couple(customer, account, synchronize=TO_CRM)
    systems.work_all()
    assert Coupling.objects.get().first_direction == ""
    IntegrationFieldMapping.objects.filter(mapping="CUSTOMER", erp_field="fax_no").update(is_enabled=True)
    systems.edit(customer, city="Moss")
    systems.run()
    assert [problem[:2] for problem in systems.problems()] == [("changed_on_both_sides", "fax_no")]


def test_the_side_that_was_chosen_last_counts(systems: TwoSystems) -> None:
    customer = systems.customer("Acme", city="Oslo")
    account = systems.account("Acme", address1_city="Bergen", address1_country="Nowhereland")
    systems.fault("server_error", method="PATCH")
    systems.couple(customer, account, synchronize="to_integration_table")
    systems.work(Job.objects.filter(finished_at=None).latest("created_at").pk)
    InjectedFault.objects.all().delete()
    chosen = synchronize_now(
        mapping_name="CUSTOMER",
        coupling_ids=[Coupling.objects.get().id],
        direction=Direction.FROM_INTEGRATION_TABLE,
    )
    assert chosen.job_id is not None
    systems.work(chosen.job_id)
    systems.change(account, address1_country="Norway")
    systems.run()
    assert now(account, "address1_city", "address1_country") == ("Bergen", "Norway")
    assert now(customer, "city", "country_region_id") == ("Bergen", "NO")


def test_coupling_the_same_pair_again_without_synchronizing_takes_the_choice_back(
    systems: TwoSystems,
) -> None:
    customer, account = systems.customer("Acme"), systems.account("Acme")
    systems.couple(customer, account, synchronize="to_integration_table")
    systems.couple(customer, account)
    assert Coupling.objects.get().first_direction == ""
