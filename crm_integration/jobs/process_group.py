"""A process with everything it started, as one group that is ended together. Knows Linux's ``/proc``."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from crm_integration.jobs.process import PROC, started, stat_fields

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class GroupIdentity:
    """Enough to know the group again from another process, later."""

    leader: int
    started: int
    boot: str
    command: str

    def to_json(self) -> dict[str, int | str]:
        return asdict(self)


def start_group(command: Sequence[str], *, cwd: Path) -> subprocess.Popen[bytes]:
    """Starts the command in a session of its own, so that a signal to us does not reach it by itself."""
    return subprocess.Popen(command, cwd=cwd, start_new_session=True)  # noqa: S603 (our own command)


def identify(leader: int, command: str) -> GroupIdentity:
    """``command`` is a word that the command line of each member holds."""
    return GroupIdentity(leader=leader, started=started(leader), boot=_boot(), command=command)


def members(group: GroupIdentity) -> list[int]:
    """The living processes of the group, also when its leader is dead. Nobody else's process is named.

    While a group has members its number is not given to a new process, so a leader with another start
    time, or a member that runs something else, means that the group is gone.
    """
    if group.boot != _boot() or started(group.leader) not in (0, group.started):
        return []
    pids = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _is_member(pid, group)]


def end_group(group: GroupIdentity, *, patience: float, wait: Callable[[float], object] = time.sleep) -> None:
    """Asks the leader to end, and after ``patience`` seconds kills whoever is left of the group."""
    _signal([group.leader] if group.leader in members(group) else [], signal.SIGTERM)
    for _ in range(int(patience / 0.1)):
        if not members(group):
            return
        wait(0.1)
    _signal(members(group), signal.SIGKILL)


def _is_member(pid: int, group: GroupIdentity) -> bool:
    fields = stat_fields(pid)
    if fields.get("group") != str(group.leader) or int(fields["started"]) < group.started:
        return False
    try:
        command = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False
    return group.command.encode() in command


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _boot() -> str:
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
