"""What a person may do with records, performed for real on both systems."""

import pytest
from django.utils import timezone

from crm_integration.actions.action import Call, Level
from crm_integration.actions.on_conflicts import RESOLVE_CONFLICT
from crm_integration.actions.on_crm_records import CREATE_IN_ERP
from crm_integration.actions.on_records import (
    CREATE_IN_CRM,
    DELETE_COUPLING,
    SET_UP_COUPLING,
    SYNCHRONIZE_NOW,
)
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.models import Coupling, SynchJobError, SynchProblem
from crm_integration.table_mapping.direction import Side
from erp.admin.roles import ORDER_PROCESSOR
from erp.models import Customer
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
PHONE = "phone_no:telephone1"


def call(stage: Stage, role: str = ORDER_PROCESSOR, **given: object) -> Call:
    return Call(now=timezone.now(), user=stage.user(role), mapping="CUSTOMER", **given)  # type: ignore[arg-type]


def test_a_customer_is_coupled_and_its_data_are_sent(stage: Stage) -> None:
    customer, account = (
        stage.customer(name="Blauer See", phone_no="+49 621 08460"),
        stage.account(name="B. See"),
    )
    inputs = {"crm_id": str(account), "synchronize": "to_integration_table"}
    outcome = perform(SET_UP_COUPLING, call(stage, ids=(customer.pk,), inputs=inputs))
    assert outcome.code == "coupled_and_scheduled"
    stage.work()
    row = stage.read(account)
    assert (row.values["name"], row.values["telephone1"]) == ("Blauer See", "+49 621 08460")


def test_coupling_only_writes_nothing(stage: Stage) -> None:
    customer, account = stage.customer(name="Blauer See"), stage.account(name="B. See")
    outcome = perform(SET_UP_COUPLING, call(stage, ids=(customer.pk,), inputs={"crm_id": str(account)}))
    assert outcome.code == "coupled"
    assert stage.read(account).values["name"] == "B. See"


def test_an_account_is_coupled_to_one_customer_only(stage: Stage) -> None:
    _customer, account = stage.pair(name="Blauer See")
    other = stage.customer(name="Another")
    with pytest.raises(CouplingRefused) as refused:
        perform(SET_UP_COUPLING, call(stage, ids=(other.pk,), inputs={"crm_id": str(account)}))
    assert refused.value.code == "crm_record_already_coupled"


def test_accounts_are_created_for_customers_that_have_none(stage: Stage) -> None:
    coupled, _account = stage.pair(name="Alfreds")
    new = stage.customer(name="Berglunds")
    outcome = perform(CREATE_IN_CRM, call(stage, ids=(coupled.pk, new.pk)))
    assert (outcome.code, outcome.params["scheduled"], outcome.params["skipped"]) == (
        "scheduled_partly",
        1,
        1,
    )
    stage.work()
    assert stage.read(stage.coupling(new).crm_id).values["name"] == "Berglunds"


def test_nothing_is_scheduled_for_records_that_are_all_coupled(stage: Stage) -> None:
    coupled, _account = stage.pair(name="Alfreds")
    outcome = perform(CREATE_IN_CRM, call(stage, ids=(coupled.pk,)))
    assert (outcome.code, outcome.level) == ("nothing_scheduled_of_one", Level.WARNING)


def test_a_customer_is_created_for_an_account(stage: Stage) -> None:
    account = stage.account(name="Vaffeljernet", address1_city="Aarhus")
    perform(CREATE_IN_ERP, call(stage, ids=(account,)))
    stage.work()
    assert Customer.objects.get(name="Vaffeljernet").city == "Aarhus"


def test_synchronizing_merges_what_each_side_changed(stage: Stage) -> None:
    customer, account = stage.pair(name="Alfreds", city="Berlin", phone_no="1")
    stage.change(customer, phone_no="+49 30 1")
    stage.change_account(account, address1_city="Potsdam")
    perform(SYNCHRONIZE_NOW, call(stage, ids=(customer.pk,)))
    stage.work()
    assert stage.read(account).values["telephone1"] == "+49 30 1"
    assert Customer.objects.get(pk=customer.pk).city == "Potsdam"


def test_a_direction_overwrites_the_other_side(stage: Stage) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    inputs = {"direction": "from_integration_table"}
    perform(SYNCHRONIZE_NOW, call(stage, ids=(customer.pk,), inputs=inputs))
    stage.work()
    assert Customer.objects.get(pk=customer.pk).phone_no == "3"


def test_a_plan_is_refused_when_a_record_changed_after_it_was_shown(stage: Stage) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    coupling = stage.coupling(customer)
    shown = {coupling.pk: (Customer.objects.get(pk=customer.pk).row_version, stage.read(account).version)}
    stage.change_account(account, telephone1="3")
    perform(SYNCHRONIZE_NOW, call(stage, ids=(customer.pk,), inputs={"expected": shown}))
    stage.work()
    assert stage.read(account).values["telephone1"] == "3"
    assert SynchJobError.objects.filter(code="changed_since_shown").count() == 1
    assert SynchProblem.objects.get().code == "changed_on_both_sides"


@pytest.mark.parametrize(("kept", "phone"), [(Side.ERP, "2"), (Side.CRM, "3")])
def test_a_conflict_is_resolved_by_the_side_that_a_person_keeps(stage: Stage, kept: Side, phone: str) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    stage.synchronize()
    assert SynchProblem.objects.get().code == "changed_on_both_sides"
    perform(RESOLVE_CONFLICT, call(stage, ids=(customer.pk,), inputs={"decisions": {PHONE: kept}}))
    stage.work()
    assert Customer.objects.get(pk=customer.pk).phone_no == stage.read(account).values["telephone1"] == phone
    assert not SynchProblem.objects.exists()


def test_a_conflict_is_resolved_by_another_value(stage: Stage) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    stage.synchronize()
    shown = {
        stage.coupling(customer).pk: (
            Customer.objects.get(pk=customer.pk).row_version,
            stage.read(account).version,
        )
    }
    inputs = {"values": {PHONE: "4"}, "expected": shown}
    perform(RESOLVE_CONFLICT, call(stage, ids=(customer.pk,), inputs=inputs))
    stage.work()
    assert Customer.objects.get(pk=customer.pk).phone_no == stage.read(account).values["telephone1"] == "4"
    assert not SynchProblem.objects.exists()


def test_a_deleted_coupling_leaves_both_records_as_they_are(stage: Stage) -> None:
    customer, account = stage.pair(name="Alfreds")
    perform(DELETE_COUPLING, call(stage, ids=(customer.pk,)))
    assert not Coupling.objects.exists()
    assert Customer.objects.get(pk=customer.pk).name == stage.read(account).values["name"] == "Alfreds"


def test_deleting_the_coupling_of_what_is_not_coupled_is_refused(stage: Stage) -> None:
    with pytest.raises(ActionRefused, match="nothing_coupled"):
        perform(DELETE_COUPLING, call(stage, ids=(stage.customer().pk,)))
