"""What is known of a field or column: its type, its length, what it refers to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class ErpFieldFacts:
    """``type``: code, text, decimal, integer, boolean, date, datetime, option or guid."""

    name: str
    type: str
    max_length: int | None = None
    related_table: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrmColumnFacts:
    """``type`` is Dataverse's attribute type: String, Memo, Money, Lookup, Owner, Customer, Picklist…"""

    name: str
    type: str
    max_length: int | None = None
    targets: tuple[str, ...] = ()
    options: tuple[int, ...] = ()
    read_only: bool = False

    @cached_property
    def is_lookup(self) -> bool:
        return self.type in ("Lookup", "Owner", "Customer")

    @cached_property
    def is_text(self) -> bool:
        return self.type in ("String", "Memo")


@dataclass(frozen=True)
class Facts:
    """Both sides of one mapping, by name."""

    erp: Mapping[str, ErpFieldFacts] = field(default_factory=dict)
    crm: Mapping[str, CrmColumnFacts] = field(default_factory=dict)
