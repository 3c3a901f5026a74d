"""What a record's conversion needs to know of other records, read beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.values import LookupValue


@dataclass(frozen=True)
class Reference:
    """The other side's value of a reference; without ``value`` the record it names is not coupled.

    A number is the value of an option. ``for_new`` is the value for a record that is only coming into being.
    """

    value: str | int | LookupValue | None
    label: str = ""
    awaited: Awaited | None = None
    for_new: str = ""


@dataclass(frozen=True)
class Related:
    """References by (ERP field, code) and by (CRM column, row id or option value), countries, named reads.

    A unit of an item or a resource is known by (ERP field, code, number of the item or resource).
    A named read maps the id of the record to what was read for it; the key ``None`` holds what is
    the same for all.
    """

    to_crm: Mapping[tuple[str, ...], Reference] = field(default_factory=dict)
    to_erp: Mapping[tuple[str, UUID | int], Reference] = field(default_factory=dict)
    understand_country: Callable[[str], str | None] = lambda text: text
    reads: Mapping[str, Mapping[UUID | None, Any]] = field(default_factory=dict)

    def read(self, name: str, record_id: UUID | None = None) -> Any:
        """Returns a named read of a record, or None."""
        return self.reads.get(name, {}).get(record_id)
