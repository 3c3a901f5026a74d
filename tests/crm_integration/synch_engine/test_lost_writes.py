"""A worker dies, or an answer is lost, after the CRM has taken a write: it is known as our own again."""

from typing import Any

import pytest

from crm_integration.models import Coupling, IntegrationTableMapping, Job, SynchProblem
from crm_integration.synch_engine.applier.erp_writes import ErpWrites
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Policy = IntegrationTableMapping.UpdateConflict


class Killed(BaseException):
    """The worker is gone."""


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, 111."""
    account = systems.account("Acme", telephone1="111")
    systems.run(scope="full")
    return Customer.objects.get(), account


@pytest.mark.parametrize("policy", [Policy.NONE, Policy.SEND, Policy.GET])
@pytest.mark.parametrize("edited_meanwhile", ["333", "111"])
def test_an_edit_in_the_erp_after_the_lost_write_reaches_the_crm(
    systems: TwoSystems,
    pair: tuple[Customer, Any],
    monkeypatch: pytest.MonkeyPatch,
    policy: Policy,
    edited_meanwhile: str,
) -> None:
    customer, account = pair
    IntegrationTableMapping.objects.filter(name="CUSTOMER").update(update_conflict_resolution=policy)
    systems.edit(customer, phone_no="222")
    original = ErpWrites.write

    def die(*_: Any) -> None:
        monkeypatch.setattr(ErpWrites, "write", original)
        raise Killed

    monkeypatch.setattr(ErpWrites, "write", die)
    with pytest.raises(Killed):
        systems.run()
    assert now(account, "telephone1") == "222"
    systems.edit(customer, phone_no=edited_meanwhile)
    Job.objects.filter(status="running").update(status="finished")
    systems.run()
    assert (now(customer, "phone_no"), now(account, "telephone1")) == (edited_meanwhile, edited_meanwhile)
    assert not SynchProblem.objects.exists()
    assert Coupling.objects.get().pending == {}


def test_a_write_whose_answer_was_lost_is_counted_and_kept_in_the_history(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, phone_no="222")
    systems.fault("answer_lost", method="PATCH", remaining=1)
    systems.run()
    assert now(account, "telephone1") == "222"
    job = Coupling.objects.get().last_synch_crm_job
    assert job is not None
    assert job.modified == 1
    (change,) = job.changes.all()
    assert (change.side, change.kind, change.fields) == ("crm", "modified", {"telephone1": ["111", "222"]})
