"""A full synchronization that ends at any one statement or request, and goes on, ends as if it had not.

In continuous integration some points are tried. In full, every statement that writes and every request:

    POINTS=1000 pytest tests/crm_integration/synch_engine/test_killed_at_any_point.py -n 2
"""

import os
from typing import Any

import pytest
from django.utils import timezone

from crm_integration import full_synch
from crm_integration.job_queue import free_leases_of
from crm_integration.jobs.process import process_owner
from crm_integration.jobs.run_job import run_job
from crm_integration.management.match_presets import DEMO, preset_match_criteria
from crm_integration.models import Job
from crm_integration.synch_engine.look_again import look_again
from tests.killing import DATABASES, Bomb, Killed, undone
from tests.scenarios.end_state import end_state, versions
from tests.two_systems import TwoSystems

POINTS = int(os.environ.get("POINTS", "12"))
pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=DATABASES)]


def fill(systems: TwoSystems) -> None:
    """Customers of the ERP, accounts of the CRM, one that is both; with people, owners and contacts."""
    karin, tom = systems.user("Karin"), systems.user("Tom", lastname="Mercer")
    systems.salesperson("KB", e_mail="karin@example.com")
    acme = systems.customer("Acme", e_mail="acme@example.com", city="Oslo", salesperson_code="KB")
    systems.edit(acme, primary_contact_no=systems.person(acme, "Nora", e_mail="nora@example.com").no)
    systems.customer("Borg", e_mail="borg@example.com")
    same = systems.account("Acme Norge", emailaddress1="ACME@example.com", ownerid=karin)
    systems.contact(same, "Nora", emailaddress1="nora@example.com")
    for number in range(2):
        account = systems.account(f"Corp {number}", emailaddress1=f"corp{number}@example.com", ownerid=tom)
        contact = systems.contact(account, f"Tuva {number}", emailaddress1=f"tuva{number}@example.com")
        systems.change(account, primarycontactid=contact)
    preset_match_criteria(DEMO)


def synchronize() -> None:
    """Works until nothing is going on and nothing follows: the changes of the ERP wake their mappings."""
    free_leases_of(process_owner(), now=timezone.now())
    _work()
    for name in DEMO:
        look_again(name)
    _work()


def _work() -> None:
    while full_synch.running() or Job.objects.filter(finished_at=None).exists():
        Job.objects.update(not_before=None)
        for job in Job.objects.filter(finished_at=None):
            run_job(job.pk)
        full_synch.advance(timezone.now())


_UNDISTURBED: list[tuple[dict[str, Any], int]] = []


def undisturbed(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], int]:
    """The end state, and how many points there are; the same every time."""
    if not _UNDISTURBED:
        bomb = Bomb()
        with undone(), bomb.set(monkeypatch):
            full_synch.start(now=timezone.now())
            synchronize()
            _UNDISTURBED.append((end_state(), bomb.count))
    return _UNDISTURBED[0]


@pytest.mark.parametrize("number", range(POINTS))
def test_a_run_that_ends_anywhere_goes_on_to_the_same_end(
    systems: TwoSystems, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fill(systems)
    expected, points = undisturbed(monkeypatch)
    statuses = {status for _, status in expected["lines"]} - {""}  # blank: there were no records
    assert (expected["problems"], statuses) == ([], {"finished"})
    if number >= points:
        pytest.skip(f"there are {points} points")
    bomb = Bomb(at=1 + number * max(1, points // POINTS))
    try:
        with bomb.set(monkeypatch):
            full_synch.start(now=timezone.now())
            synchronize()
    except Killed:
        if full_synch.running() is None:
            full_synch.start(now=timezone.now())
        synchronize()
    assert end_state() == expected
    before = versions()
    systems.run_all("full")
    assert versions() == before
