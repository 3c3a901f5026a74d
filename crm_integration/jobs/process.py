"""Which process this is, and which of those that held jobs are dead. Knows Linux's ``/proc``."""

import hashlib
import os
import socket
from pathlib import Path

from django.conf import settings

PROC = Path("/proc")


def worker_name() -> str:
    """The same for every process of one host and one data folder."""
    folder = hashlib.sha256(str(settings.DATA_DIR.resolve()).encode()).hexdigest()[:8]
    return f"{socket.gethostname()[:40]}-{folder}"


def process_owner() -> str:
    """Names this process as the holder of a lease; a later process with the same id is told apart."""
    return f"{worker_name()}/{os.getpid()}/{started(os.getpid())}"


def started(pid: int) -> int:
    """Returns the start time of a process in clock ticks since boot, 0 when it does not exist."""
    return int(stat_fields(pid).get("started", 0))


def stat_fields(pid: int) -> dict[str, str]:
    """Returns what is needed of ``/proc/PID/stat``; empty when there is no such living process."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return {}
    state, _parent, group, session, *rest = text.rpartition(")")[2].split()
    if state in ("Z", "X"):
        return {}
    return {"group": group, "session": session, "started": rest[15]}


def is_dead(owner: str) -> bool:
    """Whether the named process belonged to this host and is no more. In doubt it lives."""
    name, _, identity = owner.partition("/")
    pid, _, start = identity.partition("/")
    if name != worker_name() or not pid.isdigit() or not PROC.exists():
        return False
    return str(started(int(pid))) != start
