"""What a worker leaves behind is known again and ended, and nobody else is."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crm_integration.jobs.process import PROC, is_dead, process_owner, started, worker_name
from crm_integration.jobs.process_group import GroupIdentity, end_group, identify, members, start_group
from crm_integration.jobs.worker_file import WorkerFile, WorkerRuns

WORD = "a-cluster-of-the-tests"
# A leader with a child, both with the word in their command lines, who wait for a signal.
CHILD = f"import signal; signal.pause()  # {WORD}"
LEADER = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {CHILD!r}]); {CHILD}"

pytestmark = pytest.mark.skipif(not PROC.exists(), reason="needs Linux")


def until(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("It did not come about.")


@pytest.fixture
def leader() -> Iterator["subprocess.Popen[bytes]"]:
    process = start_group([sys.executable, "-c", LEADER], cwd=Path.cwd())
    group = identify(process.pid, WORD)
    until(lambda: len(members(group)) == 2)
    yield process
    end_group(group, patience=0)
    process.wait()


def test_a_group_is_ended_with_everything_it_started(leader: "subprocess.Popen[bytes]") -> None:
    group = identify(leader.pid, WORD)
    end_group(group, patience=0)
    leader.wait()
    until(lambda: members(group) == [])


def test_orphans_of_a_leader_that_was_killed_are_found_and_ended(leader: "subprocess.Popen[bytes]") -> None:
    group = identify(leader.pid, WORD)
    os.kill(leader.pid, signal.SIGKILL)
    leader.wait()
    assert len(members(group)) == 1
    end_group(group, patience=0)
    until(lambda: members(group) == [])


def test_whoever_got_the_number_of_a_dead_group_is_left_alone(leader: "subprocess.Popen[bytes]") -> None:
    group = identify(leader.pid, WORD)
    strangers = (
        replace(group, started=group.started - 1),
        replace(group, boot="of yesterday"),
        replace(group, command="something-else"),
    )
    assert [members(stranger) for stranger in strangers] == [[], [], []]


def test_one_worker_at_a_time_uses_a_data_folder(tmp_path: Path) -> None:
    path = tmp_path / "worker.pid"
    with WorkerFile(path) as file:
        file.write(GroupIdentity(leader=1, started=2, boot="x", command="y"))
        with pytest.raises(WorkerRuns), WorkerFile(path):
            pass
    with WorkerFile(path) as next_file:
        assert next_file.read() == GroupIdentity(leader=1, started=2, boot="x", command="y")
        next_file.write(None)
        assert next_file.read() is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"leader": 1}', "17"])
def test_a_file_that_was_tampered_with_names_nobody(tmp_path: Path, text: str) -> None:
    path = tmp_path / "worker.pid"
    path.write_text(text)
    assert WorkerFile(path).read() is None


def test_a_process_is_told_from_a_later_one_with_its_number() -> None:
    own = os.getpid()
    assert not is_dead(process_owner())
    assert is_dead(f"{worker_name()}/{own}/{started(own) + 1}")
    assert is_dead(f"{worker_name()}/999999999/5")


@pytest.mark.parametrize("owner", ["another-host/999999999/5", "", "nonsense"])
def test_of_a_process_that_may_live_elsewhere_nothing_is_claimed(owner: str) -> None:
    assert not is_dead(owner)
