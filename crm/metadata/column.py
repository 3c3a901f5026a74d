"""One column of a table, whether it is a field of the model or kept in the record's ``extra``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from crm.models.fields import CascadeDelete

_EDM_TYPES = {
    "Uniqueidentifier": "Edm.Guid",
    "Lookup": "Edm.Guid",
    "Owner": "Edm.Guid",
    "Customer": "Edm.Guid",
    "String": "Edm.String",
    "Memo": "Edm.String",
    "EntityName": "Edm.String",
    "Integer": "Edm.Int32",
    "Picklist": "Edm.Int32",
    "State": "Edm.Int32",
    "Status": "Edm.Int32",
    "BigInt": "Edm.Int64",
    "Boolean": "Edm.Boolean",
    "Decimal": "Edm.Decimal",
    "Money": "Edm.Decimal",
    "Double": "Edm.Double",
    "Image": "Edm.Binary",
}


@dataclass(frozen=True)
class Column:
    """``attname`` is where the value is stored; blank for a column that lives in ``extra``.

    Amounts are rounded by their currency, prices (``is_price``) as the organization says.
    ``targets`` maps the tables that a lookup may point to on the navigation property by which it is written,
    ``relationships`` on the schema names of the relationships. ``required`` columns need a value; of those
    that are ``completed`` the rules decide, so that a caller may leave them out. ``option_set`` names the
    global option set that gives the options, of a column that was made at run time (``is_custom``).
    """

    logical_name: str
    type: str
    label: str | Promise = ""
    attname: str = ""
    type_attname: str = ""
    folded_attname: str = ""
    read_only: bool = False
    required: bool = False
    completed: bool = False
    secret: bool = False
    max_length: int | None = None
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    precision: int | None = None
    is_price: bool = False
    options: Mapping[int, str | Promise] = field(default_factory=dict)
    state_of: Mapping[int, int] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    relationships: Mapping[str, str] = field(default_factory=dict)
    cascade: CascadeDelete = CascadeDelete.REMOVE_LINK
    behavior: str = ""
    date_format: str = ""
    default: Any = None
    schema_name: str = ""
    option_set: str = ""
    is_custom: bool = False

    @property
    def is_lookup(self) -> bool:
        return self.type in ("Lookup", "Owner", "Customer")

    @property
    def is_polymorphic(self) -> bool:
        return len(self.targets) > 1

    @property
    def is_text(self) -> bool:
        return self.type in ("String", "Memo", "EntityName")

    @property
    def in_extra(self) -> bool:
        return not self.attname

    @property
    def property_name(self) -> str:
        """The name under which the Web API shows the value."""
        return f"_{self.logical_name}_value" if self.is_lookup else self.logical_name

    @property
    def edm_type(self) -> str:
        if self.type == "DateTime":
            return "Edm.Date" if self.behavior == "DateOnly" else "Edm.DateTimeOffset"
        return _EDM_TYPES[self.type]
