"""Mappings that an administrator changed, beside the mappings as they are delivered, to be chosen from."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from crm_integration.admin.difference_texts import Line, lines_of
from crm_integration.connection import compare_mappings
from crm_integration.connection.compare_mappings import ComparedMapping

CHOSEN, SEPARATOR = "restored", ":"
VERSION: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class ChangedMapping:
    """``value`` names the mapping and its row version, so that what is restored is what was shown.

    ``count`` is that of the list of mappings: a row counts once, however much of it differs.
    """

    name: str
    value: str
    count: int
    lines: list[Line]


def changed_mappings(names: Collection[str] | None = None) -> list[ChangedMapping]:
    """Returns those that differ from the default, of the named ones or of all."""
    changed = compare_mappings.changed_mappings()
    return [_shown(one) for one in changed if names is None or one.name in names]


def restored_of(posted: QueryDict) -> dict[str, int | None]:
    """Returns the mappings that were ticked, with the row versions that were shown."""
    return versions_of(posted.getlist(CHOSEN))


def versions_of(values: Iterable[str]) -> dict[str, int | None]:
    """A version that is no number is that of no mapping."""
    pairs = (value.rpartition(SEPARATOR) for value in values)
    return {name: int(version) if VERSION.fullmatch(version) else 0 for name, _, version in pairs}


def _shown(changed: ComparedMapping) -> ChangedMapping:
    lines = lines_of(changed.found, changed.present, by_unit_group=changed.by_unit_group)
    value = f"{changed.name}{SEPARATOR}{changed.row_version}"
    return ChangedMapping(changed.name, value, changed.found.count, lines)
