"""A table declared otherwise for the length of a test."""

from dataclasses import replace
from typing import Any

import pytest

from crm import metadata
from crm.metadata import catalogue


def declare(monkeypatch: pytest.MonkeyPatch, logical_name: str, **declaration: Any) -> None:
    """Has the catalogue show the table with other keys, flags and so on."""
    metadata.refresh()
    current = catalogue._current
    assert current is not None
    table = replace(metadata.table(logical_name), **declaration)
    changed = replace(
        current,
        by_name={**current.by_name, logical_name: table},
        by_entity_set={**current.by_entity_set, table.entity_set: table},
    )
    monkeypatch.setattr(catalogue, "_current", changed)
