"""Work that ends in the middle: at one statement that writes, or before or after one request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections, transaction

from crm_integration.dataverse.transports import EmbeddedAdapter

DATABASES = ("default", "crm")


class Killed(BaseException):
    """Ends everything where it stands, as SIGKILL would."""


@dataclass
class Bomb:
    """Counts statements that write and requests, before and after each; goes off at one of them."""

    at: int = 0
    count: int = 0

    def tick(self) -> None:
        self.count += 1
        if self.count == self.at:
            raise Killed

    def statement(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if not sql.startswith(("INSERT", "UPDATE", "DELETE")):
            return execute(sql, *arguments)
        self.tick()
        return execute(sql, *arguments)

    @contextmanager
    def set(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        send = EmbeddedAdapter.send

        def sending(adapter: EmbeddedAdapter, *arguments: Any, **options: Any) -> Any:
            self.tick()
            answer = send(adapter, *arguments, **options)
            self.tick()
            return answer

        with monkeypatch.context() as patch, connections["default"].execute_wrapper(self.statement):
            patch.setattr(EmbeddedAdapter, "send", sending)
            try:
                yield
            except Killed:
                _forget_what_failed()
                raise


def _forget_what_failed() -> None:
    """A statement outside of any transaction fails alone; the test's own blocks know nothing of that."""
    for alias in DATABASES:
        if connections[alias].in_atomic_block:
            transaction.set_rollback(False, using=alias)


@contextmanager
def undone() -> Iterator[None]:
    """Both databases are afterwards as they were."""
    blocks = [transaction.atomic(using=alias) for alias in DATABASES]
    for block in blocks:
        block._from_testcase = True  # type: ignore[attr-defined]
        block.__enter__()
    try:
        yield
    finally:
        for alias, block in zip(reversed(DATABASES), reversed(blocks), strict=True):
            transaction.set_rollback(True, using=alias)
            block.__exit__(None, None, None)
