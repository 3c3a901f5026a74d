"""Verbs of a person leave everything done or nothing, and their name with it."""

from typing import Any, NoReturn

import pytest
from django.contrib.auth.models import User

from crm_integration.coupling import couple as coupling_verb
from crm_integration.coupling import repair
from crm_integration.coupling.couple import couple
from crm_integration.coupling.repair import restore_records
from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.coupling.uncouple import uncouple, uncouple_mapping
from crm_integration.models import Coupling, SynchJob
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


class QueueAway(Exception):
    """The work could not be asked for."""


def refuse(*_: Any, **__: Any) -> NoReturn:
    raise QueueAway


@pytest.fixture
def person(stage: Stage) -> User:
    return stage.user(ADMINISTRATOR)


def by(person: User, kind: str) -> int:
    return SynchJob.objects.filter(type=kind, requested_by=person).count()


def test_a_pair_stays_coupled_when_its_restoration_cannot_be_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, account = stage.pair(name="Alfreds")
    stage.delete_account(account)
    stage.synchronize()
    monkeypatch.setattr(repair, "schedule", refuse)
    with pytest.raises(QueueAway):
        restore_records(coupling_ids=[stage.coupling(customer).pk])
    assert stage.coupling(customer).state == Coupling.State.DELETED_IN_CRM


def test_records_are_not_coupled_when_their_synchronization_cannot_be_asked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, account = stage.customer(name="Alfreds"), stage.account(name="Alfreds")
    monkeypatch.setattr(coupling_verb, "schedule", refuse)
    with pytest.raises(QueueAway):
        couple(
            mapping_name="CUSTOMER", erp_id=customer.pk, crm_id=account, synchronize="to_integration_table"
        )
    assert not Coupling.objects.exists()


def test_who_coupled_and_who_uncoupled_is_written_down(stage: Stage, person: User) -> None:
    customer, account = stage.customer(name="Alfreds"), stage.account(name="Alfreds")
    coupling = couple(mapping_name="CUSTOMER", erp_id=customer.pk, crm_id=account, user=person)
    uncouple(coupling_ids=[coupling.pk], user=person)
    assert (by(person, SynchJob.Type.COUPLING), by(person, SynchJob.Type.UNCOUPLING)) == (1, 1)


def test_who_uncoupled_a_mapping_is_written_down(stage: Stage, person: User) -> None:
    stage.pair(name="Alfreds")
    uncouple_mapping(mapping_name="CUSTOMER", user=person)
    stage.work()
    assert by(person, SynchJob.Type.UNCOUPLING) == 1


def test_who_synchronized_is_written_down(stage: Stage, person: User) -> None:
    customer, account = stage.pair(name="Alfreds")
    stage.change_account(account, telephone1="1")
    synchronize_now(mapping_name="CUSTOMER", coupling_ids=[stage.coupling(customer).pk], user=person)
    stage.work()
    assert by(person, SynchJob.Type.SYNCHRONIZATION)
