"""All tables by name. Built once from the models; built again when somebody makes a table or a column."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from crm.metadata.custom_tables import custom_tables
from crm.metadata.related_tables import related
from crm.metadata.run_time_rows import read_rows
from crm.metadata.standard_tables import standard_tables
from crm.metadata.table import Table
from crm.models import VersionCounter


@dataclass(frozen=True)
class _Catalogue:
    stamp: UUID | None
    by_name: Mapping[str, Table]
    by_entity_set: Mapping[str, Table]


_current: _Catalogue | None = None


def table(logical_name: str) -> Table:
    """The table of that logical name. Raises KeyError."""
    return _catalogue().by_name[logical_name]


def table_of_entity_set(entity_set: str) -> Table | None:
    return _catalogue().by_entity_set.get(entity_set)


def tables() -> tuple[Table, ...]:
    return tuple(_catalogue().by_name.values())


def stamp() -> str:
    """Changes whenever somebody makes, changes or removes a table or a column."""
    return str(_catalogue().stamp or "")


def refresh() -> None:
    """Notices columns that were made since; to be called when a request begins."""
    renew(VersionCounter.objects.filter(pk=1).values_list("metadata_stamp", flat=True).first())


def renew(present: UUID | None) -> None:
    """The same for those who have just read the stamp of the metadata together with something else."""
    global _current
    if _current is None or _current.stamp != present:
        _current = _build(present)


def _catalogue() -> _Catalogue:
    if _current is None:
        refresh()
    assert _current is not None  # noqa: S101 refresh has just set it
    return _current


def _build(present: UUID | None) -> _Catalogue:
    rows = read_rows()
    found = related([*standard_tables(rows), *custom_tables(rows)])
    return _Catalogue(
        stamp=present,
        by_name={item.logical_name: item for item in found},
        by_entity_set={item.entity_set: item for item in found},
    )
