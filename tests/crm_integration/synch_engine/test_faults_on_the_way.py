"""Whatever the way to the CRM does to a full synchronization, it ends as if nothing had happened.

In continuous integration each kind of fault plays a few times. In full, with other moments each time:

    ROUNDS=50 pytest tests/crm_integration/synch_engine/test_faults_on_the_way.py -n 2
"""

import os
import secrets
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from crm.models import InjectedFault
from crm_integration import full_synch
from tests.crm_integration.synch_engine.test_killed_at_any_point import fill, synchronize, undone
from tests.scenarios.differences import differences
from tests.scenarios.end_state import end_state, versions
from tests.two_systems import TwoSystems

ROUNDS = int(os.environ.get("ROUNDS", "1"))
OFTEN: dict[str, dict[str, Any]] = {
    "delay": {"rate": 0.5, "delay_ms": 1},
    "throttle": {"rate": 0.5},
    "server_error": {"rate": 0.5},
    "reset": {"rate": 0.5},
    "answer_lost": {"rate": 0.5},
    "batch_operation": {"rate": 0.3},
}
CASES = {kind: {kind: fault} for kind, fault in OFTEN.items()} | {
    "all at once": {kind: fault | {"rate": fault["rate"] / 3} for kind, fault in OFTEN.items()}
}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "crm"])]


@pytest.mark.parametrize("number", range(ROUNDS))
@pytest.mark.parametrize("case", CASES)
def test_a_full_synchronization_ends_the_same_whatever_the_way_to_the_crm_does(
    systems: TwoSystems, monkeypatch: pytest.MonkeyPatch, case: str, number: int
) -> None:
    """What only waiting can cure is cured by the runs that come by themselves."""
    fill(systems)
    with undone():
        full_synch.start(now=timezone.now())
        synchronize()
        expected = end_state()
    monkeypatch.setattr(secrets, "randbelow", Random(f"{case} {number}").randrange)  # noqa: S311
    full_synch.start(now=timezone.now())
    for kind, how in CASES[case].items():
        systems.fault(kind, **how)
    synchronize()
    hits = dict(InjectedFault.objects.values_list("kind", "hits"))
    InjectedFault.objects.all().delete()
    synchronize()
    assert differences(expected, end_state()) == []
    assert sum(hits.values()) > 1, hits
    before = versions()
    systems.run_all("full")
    assert versions() == before
