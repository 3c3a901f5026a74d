"""Every kind of error has its own cure, and only a record's own data can make it skipped."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from crm.models import Account, InjectedFault, RolePrivilege
from crm_integration.coupling.repair import retry
from crm_integration.dataverse.batches import REPEATS
from crm_integration.dataverse.clients import forget_clients
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    Job,
    JobQueueEntry,
    SynchJob,
    SynchJobError,
    SynchProblem,
)
from crm_integration.synch_engine import runner
from erp.models import Customer
from tests.switches import switch_off
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Kind = InjectedFault.Kind
PASSING = (Kind.THROTTLE, Kind.SERVER_ERROR, Kind.RESET, Kind.ANSWER_LOST)


def asked(systems: TwoSystems, scope: str = "full") -> Job:
    """One attempt of a run, whatever becomes of it."""
    job = Job.objects.create(kind="synchronize", arguments={"mapping": "CUSTOMER", "scope": scope})
    return systems.work(job.pk, slices=1)


# What passes by itself


@pytest.mark.parametrize("kind", PASSING)
def test_while_the_crm_stays_away_the_job_waits_and_tries_again(systems: TwoSystems, kind: str) -> None:
    systems.customer("Acme")
    fault = systems.fault(kind, retry_after=40)
    before = timezone.now()
    job = asked(systems)
    assert (job.status, job.message_code, job.attempts) == (Job.Status.READY, "crm_transient", 0)
    assert job.not_before is not None
    assert job.not_before > before
    fault.delete()
    assert systems.counted(systems.work(job.pk)) == {"-> inserted": 1}
    assert set(SynchJob.objects.values_list("status", flat=True)) == {SynchJob.Status.SUCCESS}


def test_the_job_waits_as_long_as_the_crm_says(systems: TwoSystems) -> None:
    systems.fault(Kind.THROTTLE, retry_after=200)
    before = timezone.now()
    job = asked(systems)
    assert job.not_before is not None
    assert 195 < (job.not_before - before).total_seconds() < 210


@pytest.mark.parametrize("kind", [Kind.THROTTLE, Kind.SERVER_ERROR, Kind.RESET, Kind.BATCH_OPERATION])
def test_what_passes_never_skips_a_record_however_often_it_happens(systems: TwoSystems, kind: str) -> None:
    """The CRM can be read and not be written to."""
    customers = [systems.customer(f"Acme {number}") for number in range(2)]
    fault = systems.fault(kind, route="" if kind == Kind.BATCH_OPERATION else "*$batch")
    for _ in range(4):
        systems.run(scope="full")
    for code, _field, cure, _times, is_skipped in systems.problems():
        assert (code, cure, is_skipped) == ("crm_transient", "transient", False)
    assert len(systems.problems()) == 2
    assert SynchJobError.objects.exists()
    fault.delete()
    systems.run()
    assert (set(systems.couplings()), systems.problems()) == ({row.id for row in customers}, [])
    assert Account.objects.count() == 2


def test_a_run_goes_on_after_an_outage_that_outlasts_all_attempts(systems: TwoSystems) -> None:
    systems.customer("Acme")
    fault = systems.fault(Kind.RESET)
    job = asked(systems)
    job = systems.work(job.pk, slices=20)
    assert (job.status, job.waits) == (Job.Status.READY, 21)
    fault.delete()
    assert systems.counted(systems.work(job.pk)) == {"-> inserted": 1}


def test_a_run_that_succeeds_wakes_the_entries_that_gave_up_waiting(systems: TwoSystems) -> None:
    lost = Job.objects.create(kind="synchronize", status=Job.Status.FAILED, message_code="crm_transient")
    entry = JobQueueEntry.objects.filter(pk="CONTACT")
    entry.update(status=JobQueueEntry.Status.ERROR, next_run_at=None, attempts=10, last_job=lost)
    systems.run("CUSTOMER")
    assert entry.values_list("status", "attempts").get() == (JobQueueEntry.Status.READY, 0)


def test_after_too_many_waits_the_job_ends_and_the_next_one_begins_anew(
    systems: TwoSystems, settings: Any
) -> None:
    settings.JOB_MAXIMUM_WAITS = 3
    systems.customer("Acme")
    fault = systems.fault(Kind.RESET)
    job = asked(systems)
    job = systems.work(job.pk)
    assert (job.status, job.message_code) == (Job.Status.FAILED, "crm_transient")
    fault.delete()
    assert systems.run(scope="full") == {"-> inserted": 1}


def test_one_failed_operation_of_a_batch_is_repeated_by_itself(systems: TwoSystems) -> None:
    for number in range(3):
        systems.customer(f"Acme {number}")
    systems.fault(Kind.BATCH_OPERATION, remaining=1)
    assert systems.run(scope="full") == {"-> inserted": 3}


def test_one_operation_of_a_batch_that_goes_on_failing_fails_no_other(systems: TwoSystems) -> None:
    for number in range(3):
        systems.customer(f"Acme {number}")
    systems.fault(Kind.BATCH_OPERATION, skip=2, remaining=1 + REPEATS)
    assert systems.run(scope="full") == {"-> inserted": 2, "-> failed": 1}
    assert systems.run() == {"-> inserted": 1, "<- unchanged": 3}


def test_an_answer_that_comes_after_we_gave_up_waiting_is_an_answer_that_was_lost(
    systems: TwoSystems, settings: Settings
) -> None:
    """The CRM creates the account, but too slowly for us."""
    systems.customer("Acme")
    settings.DATAVERSE_READ_TIMEOUT_SECONDS = 0.3
    forget_clients()
    systems.fault(Kind.DELAY, method="PATCH", delay_ms=320, remaining=1)
    assert systems.run(scope="full") == {"-> inserted": 1}
    assert (Account.objects.count(), systems.problems()) == (1, [])
    forget_clients()


# A record's own data


@pytest.fixture
def refused(systems: TwoSystems) -> Customer:
    """A customer whose account names a country that nobody knows."""
    account = systems.account("Acme", address1_country="Norway")
    systems.run(scope="full")
    systems.change(account, address1_country="Atlantis")
    return Customer.objects.get()


REFUSED = ("unknown_country", "country_region_code", "rejected")


def test_a_rejected_record_fails_and_names_the_field(systems: TwoSystems, refused: Customer) -> None:
    assert systems.run() == {"<- failed": 1}
    assert systems.problems() == [(*REFUSED, 1, False)]
    (problem,) = SynchProblem.objects.all()
    assert problem.params == {"value": "Atlantis"}


def test_it_is_not_tried_again_before_it_changes(systems: TwoSystems, refused: Customer) -> None:
    systems.run()
    assert (systems.run(), systems.run()) == ({}, {})
    assert systems.problems() == [(*REFUSED, 1, False)]


def test_rejected_twice_running_on_the_same_field_it_is_skipped(
    systems: TwoSystems, refused: Customer
) -> None:
    systems.run()
    account = Account.objects.get()
    systems.change(account, address1_city="Oslo")
    assert systems.run() == {"<- skipped": 1}
    assert systems.problems() == [(*REFUSED, 2, True)]
    systems.change(account, address1_country="Norway")
    assert systems.run() == {"<- skipped": 1}
    assert now(refused, "city") == ""


def test_another_rejection_in_between_begins_the_count_anew(systems: TwoSystems, refused: Customer) -> None:
    systems.run()
    account = Account.objects.get()
    systems.change(account, address1_country="Norway", emailaddress1="no address")
    systems.run()
    assert systems.problems() == [("erp_rejected", "e_mail", "rejected", 1, False)]
    systems.change(account, address1_country="Atlantis", emailaddress1=None)
    systems.run()
    assert systems.problems() == [(*REFUSED, 1, False)]


def test_retry_looks_at_a_skipped_record_again(systems: TwoSystems, refused: Customer) -> None:
    systems.run()
    account = Account.objects.get()
    systems.change(account, address1_city="Oslo")
    systems.run()
    systems.change(account, address1_country="Sweden")
    assert retry(problem_ids=list(SynchProblem.objects.values_list("pk", flat=True))) == 1
    systems.work_all()
    assert systems.problems() == []
    assert now(refused, "city", "country_region_id") == ("Oslo", "SE")


def test_retry_that_does_not_help_begins_the_count_anew(systems: TwoSystems, refused: Customer) -> None:
    systems.run()
    for expected in ((*REFUSED, 1, False), (*REFUSED, 1, False)):
        retry(problem_ids=list(SynchProblem.objects.values_list("pk", flat=True)))
        systems.work_all()
        assert systems.problems() == [expected]


def test_a_record_that_the_crm_refuses_fails_alone(systems: TwoSystems) -> None:
    systems.customer("Good")
    systems.customer("Rich", credit_limit_lcy=Decimal("999999999999999"))
    assert systems.run(scope="full") == {"-> inserted": 1, "-> failed": 1}
    ((code, _field, cure, times, is_skipped),) = systems.problems()
    assert (code, cure, times, is_skipped) == ("crm_rejected", "rejected", 1, False)
    assert list(Account.objects.values_list("name", flat=True)) == ["Good"]


def test_a_run_that_is_interrupted_counts_a_rejection_once(
    systems: TwoSystems, refused: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rejection is written down; before the run notes how far it came, it is interrupted."""
    left_behind = runner._Run._leave_behind

    def interrupt(self: Any, batch: Any) -> None:
        monkeypatch.setattr(runner._Run, "_leave_behind", left_behind)
        raise OperationalError

    monkeypatch.setattr(runner._Run, "_leave_behind", interrupt)
    assert systems.run() == {"<- failed": 2}
    assert systems.problems() == [(*REFUSED, 1, False)]


def test_several_problems_of_a_record_are_all_named(systems: TwoSystems) -> None:
    systems.salesperson("LH")
    systems.customer("Acme", salesperson_code="LH", currency_code="")
    systems.account("Borg", address1_country="Atlantis", ownerid=systems.user("Karin"))
    systems.run(scope="full")
    found = {(code, field) for code, field, *_ in systems.problems()}
    assert found == {
        ("must_be_coupled", "salesperson_code"),
        ("unknown_country", "country_region_code"),
    }
    assert SynchProblem.objects.count() == 3


# A record that another one waits for


@pytest.fixture
def waiting(systems: TwoSystems) -> Customer:
    systems.salesperson("KB", e_mail="karin@example.com")
    return systems.customer("Acme", salesperson_code="KB")


def test_an_uncoupled_salesperson_is_named_and_the_customer_follows_by_itself(
    systems: TwoSystems, waiting: Customer
) -> None:
    assert systems.run(scope="full") == {"-> failed": 1}
    assert systems.problems() == [("must_be_coupled", "salesperson_code", "missing_coupling", 1, False)]
    (problem,) = SynchProblem.objects.all()
    salesperson = waiting.salesperson
    assert salesperson is not None
    assert (problem.params["record"], problem.awaited_table, problem.awaited_id) == (
        "KB",
        "salesperson",
        salesperson.id,
    )
    user = systems.user("Karin")
    systems.run("SALESPEOPLE", "full")
    systems.work_all()
    assert systems.problems() == []
    assert Account.objects.get(name="Acme").ownerid == user.pk


def test_coupling_it_by_hand_is_enough(systems: TwoSystems, waiting: Customer) -> None:
    systems.run(scope="full")
    assert waiting.salesperson is not None
    systems.couple(waiting.salesperson, systems.user("Other"), "SALESPEOPLE")
    systems.work_all()
    assert (systems.problems(), set(systems.couplings()) >= {waiting.id}) == ([], True)


def test_a_missing_coupling_never_skips(systems: TwoSystems, waiting: Customer) -> None:
    for number in range(4):
        systems.edit(waiting, address=f"Street {number}")
        systems.run(scope="full")
    ((code, _field, _cure, times, is_skipped),) = systems.problems()
    assert (code, is_skipped) == ("must_be_coupled", False)
    assert times == 4


def test_an_owner_whom_nobody_knows_is_named_by_name_and_the_account_follows(systems: TwoSystems) -> None:
    systems.account("Acme", ownerid=systems.user("Karin"))
    systems.run(scope="full")
    (problem,) = SynchProblem.objects.all()
    assert (problem.code, problem.params["record"], problem.awaited_table) == (
        "must_be_coupled",
        "Karin Berge",
        "systemuser",
    )
    systems.run("SALESPEOPLE", "full")
    systems.work_all()
    assert (Customer.objects.get().salesperson_id, systems.problems()) == ("KB", [])


def test_a_contact_whose_account_is_unknown_waits_for_it(systems: TwoSystems) -> None:
    systems.contact(systems.account("Acme"))
    systems.run("CONTACT", "full")
    assert [problem[:3] for problem in systems.problems()] == [
        ("must_be_coupled", "company_no", "missing_coupling")
    ]
    systems.run("CUSTOMER", "full")
    systems.work_all()
    assert (len(systems.couplings()), systems.problems()) == (2, [])


# What stops the whole job


def setup_says(systems: TwoSystems) -> str:
    return ConnectionSetup.get().disable_reason


def test_a_missing_privilege_stops_the_job_and_the_connection_says_so(systems: TwoSystems) -> None:
    customers = [systems.customer(f"Acme {number}") for number in range(2)]
    kept = list(RolePrivilege.objects.filter(table="account", verb="Create"))
    assert kept
    RolePrivilege.objects.filter(table="account", verb="Create").delete()
    job = systems.work(asked(systems).pk)
    assert (job.status, job.message_code) == (Job.Status.FAILED, "crm_privilege")
    assert setup_says(systems) == "crm_privilege"
    (run,) = SynchJob.objects.filter(direction="to_integration_table")
    assert (run.status, run.message_code) == (SynchJob.Status.ERROR, "crm_privilege")
    assert not any(is_skipped for *_, is_skipped in systems.problems())

    RolePrivilege.objects.bulk_create(kept)
    systems.run(scope="full")
    assert (set(systems.couplings()), systems.problems(), setup_says(systems)) == (
        {row.id for row in customers},
        [],
        "",
    )


def test_credentials_that_no_longer_work_stop_the_job_and_the_connection_says_so(
    systems: TwoSystems,
) -> None:
    setup = ConnectionSetup.get()
    good, setup.client_secret = setup.client_secret, "no longer valid"
    setup.save()
    systems.customer("Acme")
    job = asked(systems)
    assert (job.status, job.message_code) == (Job.Status.FAILED, "crm_authentication")
    assert setup_says(systems) == "crm_authentication"
    setup.client_secret = good
    setup.save()
    assert systems.run(scope="full") == {"-> inserted": 1}
    assert setup_says(systems) == ""


def test_a_mapping_that_the_crm_does_not_understand_stops_the_job(
    systems: TwoSystems, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(*_: Any, **__: Any) -> str:
        return "http://embedded.localhost/api/data/v9.2/nothings"

    monkeypatch.setattr("crm_integration.dataverse.queries.Query.url", elsewhere)
    job = asked(systems)
    assert (job.status, job.message_code) == (Job.Status.FAILED, "crm_configuration")


def test_what_a_switch_stopped_is_no_failure_of_the_connection(systems: TwoSystems) -> None:
    job = Job.objects.create(kind="synchronize", arguments={"mapping": "CUSTOMER", "scope": "full"})
    switch_off()
    assert systems.work(job.pk, slices=1).status == Job.Status.FAILED
    assert setup_says(systems) == ""


def test_a_mapping_that_is_switched_off_is_not_run(systems: TwoSystems) -> None:
    systems.set_mapping(is_enabled=False)
    job = asked(systems)
    assert (job.status, job.message_code) == (Job.Status.FAILED, "mapping_not_enabled")
    assert Coupling.objects.count() == 0
