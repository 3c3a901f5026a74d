"""A worker is killed at random moments of a full synchronization; in the end nothing is lost or doubled.

In continuous integration this is bounded. In full, 20 kills of a worker with 5,000 customers:

    KILLS=20 SIZE=5000 pytest tests/scenarios/test_killed_worker.py -s

With DATABASE_URL, CRM_DATABASE_URL and REDIS_URL set, it runs on PostgreSQL and Redis, and with two workers.
SEED repeats the moments of an earlier run.
"""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest

from crm_integration.jobs.process import PROC
from tests.installation import own_databases
from tests.scenarios.differences import differences
from tests.scenarios.worker_site import Site, Way, until

KILLS = int(os.environ.get("KILLS", "4"))
SIZE = int(os.environ.get("SIZE", "100"))
SEED = os.environ.get("SEED")
WORKERS = 2 if os.environ.get("DATABASE_URL") else 1
PATIENCE_SECONDS = 300 + SIZE / 2
START = """
import django; django.setup()
from django.utils import timezone
from crm_integration.full_synch import start
start(now=timezone.now())
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("killed_worker"),
    pytest.mark.skipif(not PROC.exists(), reason="needs Linux"),
]
MakeSite = Callable[[], Site]


@dataclass(frozen=True)
class Undisturbed:
    """A run that nothing happens to: its end, how long it takes, how many records it looks at."""

    state: dict[str, Any]
    seconds: float
    progress: int


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    """Two companies that overlap, connected, not synchronized."""
    with own_databases() as settings:
        site = Site(tmp_path_factory.mktemp("prepared") / "site", **settings)
        if not settings:
            site.begin_with(migrated)
        for command in (["prepare_environment"], ["migrate_all"], ["load_demo_data", "--scale", str(SIZE)]):
            site.command(*command)
        yield site


@pytest.fixture
def copy(prepared: Site, tmp_path: Path) -> Iterator[MakeSite]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(prepared.copied(tmp_path / "site"))


@pytest.fixture(scope="module")
def undisturbed(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    with prepared.copied(tmp_path_factory.mktemp("undisturbed") / "site") as site:
        site.python("-c", START)
        site.keep_running()
        until(lambda: site.holders, "the beginning", PATIENCE_SECONDS)
        began = monotonic()
        until(lambda: site.is_done, "the end of the undisturbed run", PATIENCE_SECONDS)
        seconds = monotonic() - began
        site.stop_workers()
        (state,) = site.told("state")
        return Undisturbed(state, seconds, site.progress)


def kill_at_random(site: Site, undisturbed: Undisturbed, chance: Random) -> list[tuple[Way, str]]:
    """Kills whoever works, spread over what is left to do; returns who was killed during what."""
    kills = []
    for left in range(KILLS, 0, -1):
        site.keep_running()
        share = max(0.0, 1 - site.progress / undisturbed.progress)
        threading.Event().wait(chance.uniform(0, 2 * undisturbed.seconds * share / (left + 1)))
        until(lambda: site.holders or site.is_done, "somebody takes up the work", PATIENCE_SECONDS)
        if site.is_done:
            break
        kills.append((chance.choice(list(Way)), site.work))
        site.kill(kills[-1][0], chance)
    return kills


def test_a_worker_that_is_killed_again_and_again_leaves_nothing_lost_or_doubled(
    copy: MakeSite, undisturbed: Undisturbed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert undisturbed.state["problems"] == []
    site, chance = copy(), Random(SEED)  # noqa: S311 (nothing secret)
    for _ in range(WORKERS - 1):
        site.add_worker()
    site.python("-c", START)
    began = monotonic()
    kills = kill_at_random(site, undisturbed, chance)
    site.keep_running()
    until(lambda: site.is_done, "the end", PATIENCE_SECONDS)
    took = monotonic() - began
    site.stop_workers()
    with capsys.disabled():
        print(  # noqa: T201 (the figures are the point of the full form)
            f"\n{SIZE} customers, {WORKERS} workers: undisturbed {undisturbed.seconds:.0f} s; "
            f"killed {len(kills)} times, done after {took:.0f} s",
            *(f"{number} x {what}" for what, number in sorted(Counter(way for way, _ in kills).items())),
            *(
                f"{number} x during {what}"
                for what, number in sorted(Counter(work for _, work in kills).items())
            ),
            sep="\n  ",
        )
    # The moments are random: the work may end before the last of them comes.
    assert len(kills) >= KILLS / 2
    state, before = site.told("state", "versions")
    assert "\n".join(differences(undisturbed.state, state)) == ""
    site.command("full_synch", "--wait")
    assert site.told("versions") == [before]


# What the way to the CRM does

FAULTS = {
    "delay": {"rate": 0.5, "delay_ms": 50},
    "throttle": {"rate": 0.3, "retry_after": 1},
    "server_error": {"rate": 0.3},
    "reset": {"rate": 0.3},
    "answer_lost": {"rate": 0.3},
    "batch_operation": {"rate": 0.05},
}
# Nearly every other request, so that some are given up and the run pauses.
FREQUENT = {kind: fault | {"rate": min(0.5, fault["rate"] * 2)} for kind, fault in FAULTS.items()}
OUTAGE = {"reset": {"rate": 1, "skip": 10, "remaining": 20}}
ALL_AT_ONCE = {kind: fault | {"rate": fault["rate"] / 6} for kind, fault in FAULTS.items()}
IN_TURN = (
    {kind: {kind: fault} for kind, fault in FAULTS.items()}
    | {f"{kind}, frequent": {kind: fault} for kind, fault in FREQUENT.items()}
    | {"outage": OUTAGE}
)
CASES = {"all at once": ALL_AT_ONCE} | (IN_TURN if "KILLS" in os.environ else {})
START_WITH_FAULTS = f"""{START}
import json, sys
from crm.models import InjectedFault
for kind, how in json.loads(sys.argv[1]).items():
    InjectedFault.objects.create(kind=kind, **how)
"""
END_FAULTS = """
import json
import django; django.setup()
from crm.models import InjectedFault
from crm_integration.models import SynchProblem
from crm_integration.synch_engine.look_again import look_again
hits = dict(InjectedFault.objects.values_list("kind", "hits"))
InjectedFault.objects.all().delete()
print(json.dumps([hits, SynchProblem.objects.count()]))
for name in sorted(set(SynchProblem.objects.values_list("mapping_id", flat=True))):
    look_again(name)
"""


@pytest.mark.parametrize("case", CASES)
def test_whatever_the_way_to_the_crm_does_the_end_is_the_same(
    copy: MakeSite, undisturbed: Undisturbed, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only waiting can cure is cured by the next run that comes by itself."""
    site = copy()
    site.python("-c", START_WITH_FAULTS, json.dumps(CASES[case]))
    began = monotonic()
    site.keep_running()
    until(lambda: site.is_done, "the end", PATIENCE_SECONDS * 3)
    took = monotonic() - began
    hits, left = json.loads(site.python("-c", END_FAULTS))
    until(lambda: site.is_done, "the end of what was left", PATIENCE_SECONDS)
    site.stop_workers()
    with capsys.disabled():
        print(f"\n{case}: {hits}, done after {took:.0f} s, {left} problems left to the next run")  # noqa: T201
    assert sum(hits.values()) >= 3
    (state,) = site.told("state")
    assert "\n".join(differences(undisturbed.state, state)) == ""
