"""What is known of a field or column: its type, its length, what it refers to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class ErpFieldFacts:
    """``type``: code, text, decimal, integer, boolean, date, datetime, option or guid.

    ``owner_field`` names the item or resource of which a unit of measure is one of the units.
    """

    name: str
    type: str
    max_length: int | None = None
    related_table: str | None = None
    owner_field: str = ""
    options: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True)
class CrmColumnFacts:
    """``type`` is Dataverse's attribute type: String, Memo, Money, Lookup, Owner, Customer, Picklist…

    ``options``: labels by value. ``only_on``: *create* or *update* if it can be written only then.
    ``is_date``: its values are dates without a time. ``label``: what the CRM calls it, if it was asked.
    """

    name: str
    type: str
    max_length: int | None = None
    targets: tuple[str, ...] = ()
    options: Mapping[int, str] = field(default_factory=dict)
    read_only: bool = False
    only_on: str = ""
    is_date: bool = False
    label: str = ""

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
