"""Jobs of a kind that the tests work themselves, and messages that are kept instead of sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from pytest_django import Settings

from crm_integration.job_queue import Deadline, Finished, Lease, Outcome, enqueue
from crm_integration.jobs import dispatcher
from crm_integration.jobs.handlers import HANDLERS
from crm_integration.models import Job

Work = Callable[[Lease, dict[str, Any], Deadline], Outcome]
PROBE = "probe"


@dataclass
class Probe:
    """A kind of job whose slices do what the test says, one after the other."""

    slices: list[Work | Outcome] = field(default_factory=list)
    calls: int = 0

    def __call__(self, lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
        self.calls += 1
        work = self.slices.pop(0) if self.slices else Finished()
        return work(lease, arguments, deadline) if callable(work) else work


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Probe:
    handler = Probe()
    monkeypatch.setitem(HANDLERS, PROBE, handler)
    return handler


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[tuple[str, ...]]:
    """What was sent to the queue: the task with its arguments."""
    settings.JOB_RESEND_SECONDS = 60
    sent: list[tuple[str, ...]] = []

    def keep(*task: str, **_: Any) -> None:
        sent.append(task)

    monkeypatch.setattr(dispatcher, "async_task", keep)
    return sent


@pytest.fixture
def job(db: None) -> Job:
    return enqueue(kind=PROBE, arguments={"of": "a test"})
