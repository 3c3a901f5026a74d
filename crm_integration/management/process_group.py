"""Runs a few programs as one process group that lives and dies together.

The first program that ends, or a signal to us, ends them all. Nothing is left behind: what a killed
program had started becomes our child (Linux) and is ended too, and if we are killed ourselves, the
programs are told to stop.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

IS_LINUX = sys.platform == "linux"
SET_PARENT_DEATH_SIGNAL = 1
SET_CHILD_SUBREAPER = 36
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_libc = ctypes.CDLL(None) if IS_LINUX else None


def _process_control(option: int, value: int) -> None:
    if _libc is not None:
        _libc.prctl(option, value, 0, 0, 0)


def _stop_with_parent() -> None:
    _process_control(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


class ProcessGroup:
    """``grace_seconds`` is how long programs may take to end before they are killed."""

    def __init__(self, *, grace_seconds: float = 20) -> None:
        self.grace_seconds = grace_seconds
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self.signals_received = 0
        _process_control(SET_CHILD_SUBREAPER, 1)
        for number in ENDING_SIGNALS:
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.signals_received += 1

    @property
    def leader(self) -> int:
        """The id of the process group; 0 before the first program."""
        return next((program.pid for program in self.programs.values()), 0)

    def start(self, *, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.programs[name] = subprocess.Popen(  # noqa: S603 (our own programs)
            arguments,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            process_group=self.leader,
            preexec_fn=_stop_with_parent,
        )

    def ended(self) -> str | None:
        """Returns the name of a program that is no longer there."""
        return next((name for name, program in self.programs.items() if program.poll() is not None), None)

    def wait(self, *, poll_seconds: float = 0.2) -> str | None:
        """Blocks until a signal comes (returns None) or a program ends (returns its name)."""
        while not self.signals_received:
            if name := self.ended():
                return name
            time.sleep(poll_seconds)
        return None

    def stop(self) -> None:
        """Ends the group: politely, and by force after the grace or a second signal."""
        patience = max(self.signals_received, 1)
        told = self._tell_group(signal.SIGTERM)
        end = time.monotonic() + self.grace_seconds
        while self._below() and time.monotonic() < end and self.signals_received <= patience:
            # What a program left behind is ours since it died.
            orphans = {child for child, parent in self._below().items() if parent == os.getpid()}
            told |= _tell(orphans - told, signal.SIGTERM)
            time.sleep(0.1)
        self._tell_group(signal.SIGKILL)
        _tell(set(self._below()), signal.SIGKILL)
        for program in self.programs.values():
            program.wait()
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()

    def _tell_group(self, number: int) -> set[int]:
        if self.leader:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.leader, number)
        return {program.pid for program in self.programs.values()}

    def _below(self) -> dict[int, int]:
        self.ended()
        return _descendants(os.getpid())


def _tell(process_ids: set[int], number: int) -> set[int]:
    for process_id in process_ids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process_id, number)
    return process_ids


def _descendants(ancestor: int) -> dict[int, int]:
    """Returns the running processes below one, each with its parent; empty where there is no /proc."""
    children: dict[int, list[int]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name in brackets may hold blanks and brackets: read on from its end.
            state, parent = file.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(file.parent.name))
    found: dict[int, int] = {}
    to_visit = [ancestor]
    while to_visit:
        parent_id = to_visit.pop()
        below = children.get(parent_id, [])
        found.update(dict.fromkeys(below, parent_id))
        to_visit.extend(below)
    return found
