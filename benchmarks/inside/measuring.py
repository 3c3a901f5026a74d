"""Clocks and counters around a piece of work."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests
from django.db import connections

TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def measured(result: dict[str, Any]) -> Iterator[None]:
    """Puts the seconds of the clock and of this process's processor time into ``result``."""
    started, worked = time.perf_counter(), time.process_time()
    yield
    result["seconds"] = time.perf_counter() - started
    result["cpu_seconds"] = time.process_time() - worked


def peak_memory_mib() -> float:
    """The most memory that this process ever held at once."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kib = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(kib) / 1024


@contextmanager
def counted_queries(result: dict[str, Any]) -> Iterator[None]:
    """Puts the statements on the ERP's and the integration's database into ``result``.

    What begins and ends transactions is counted apart.
    """
    result |= {"queries": 0, "transaction_statements": 0}

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        is_control = sql.startswith(TRANSACTION_CONTROL)
        result["transaction_statements" if is_control else "queries"] += 1
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(count):
        yield


@contextmanager
def timed_requests(result: dict[str, Any]) -> Iterator[None]:
    """Puts the seconds in which this process waited for answers to its requests into ``result``."""
    result |= {"requests": 0, "waited_seconds": 0.0}
    send = requests.Session.send

    def timed(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return send(session, request, **options)
        finally:
            result["requests"] += 1
            result["waited_seconds"] += time.perf_counter() - started

    with ExitStack() as stack:
        requests.Session.send = timed  # type: ignore[assignment]
        stack.callback(setattr, requests.Session, "send", send)
        yield
