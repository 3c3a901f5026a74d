"""A back office that is ready to work in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from erp import events
from erp.operations.initialize_company import initialize_company
from tests.database_snapshot import built_once


@pytest.fixture
def company(db: None) -> None:
    """Setup, number series and countries are there."""
    built_once(initialize_company, databases=["default"])


@dataclass
class HeardEvents:
    """What the back office announced, in order: (kind, table, number of records)."""

    all: list[tuple[str, str, int]] = field(default_factory=list)

    def written(self, table: str, record_ids: Any, kind: str, **kwargs: Any) -> None:
        self.all.append((kind, table, len(record_ids)))

    def deleted(self, table: str, record_ids: Any, descriptions: Any, **kwargs: Any) -> None:
        self.all.append(("deleted", table, len(record_ids)))


@pytest.fixture
def heard() -> Iterator[HeardEvents]:
    """Listens to the events of the back office from here on."""
    listener = HeardEvents()
    events.records_written.connect(listener.written)
    events.records_deleted.connect(listener.deleted)
    yield listener
    events.records_written.disconnect(listener.written)
    events.records_deleted.disconnect(listener.deleted)
