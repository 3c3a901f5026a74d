"""The columns of the item availability web service: their names, where they stand, how they are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from erp.rest_api.kinds import DECIMAL
from odata.errors import bad_query, unknown_property
from odata.expression import Path
from odata.filters import Field, Related
from odata.keyset import Key
from odata.literals import to_decimal, to_guid, to_integer, to_text
from odata.query import OrderBy


@dataclass(frozen=True)
class Column:
    path: str
    edm_type: str
    convert: Callable[[Any], Any]
    as_json: Callable[[Any], Any]
    kind: type


COLUMNS: Final[Mapping[str, Column]] = {
    "CRM_ID": Column("crm_id", "Edm.Guid", to_guid, str, UUID),
    "Integration_ID": Column("erp_id", "Edm.Guid", to_guid, str, UUID),
    "Table_ID": Column("table_id", "Edm.Int32", to_integer, int, int),
    "ItemNo": Column("item_no", "Edm.String", to_text, str, str),
    "UOM": Column("uom", "Edm.String", to_text, str, str),
    "Inventory": Column("inventory", "Edm.Decimal", to_decimal, DECIMAL.to_json, Decimal),
}
KINDS: Final[Mapping[str, type]] = {column.path: column.kind for column in COLUMNS.values()}
# Unique, and never null.
LAST_KEY: Final = Key("crm_id", nullable=False)


class Columns:
    """What a filter can name."""

    def field(self, path: Path) -> Field:
        column = column_named(path.name)
        is_text = column.edm_type == "Edm.String"
        return Field(column.path, column.convert, is_text=is_text, kind=column.edm_type)

    def related(self, path: str) -> Related:
        raise unknown_property(path)


def column_named(name: str) -> Column:
    """Raises ODataError for a name that is not there."""
    if name not in COLUMNS:
        raise unknown_property(name)
    return COLUMNS[name]


def keys_of(orderby: Sequence[OrderBy]) -> list[Key]:
    """The sort keys, the last of them unique."""
    keys = [Key(column_named(term.path).path, term.descending) for term in orderby]
    if len({key.path for key in keys}) < len(keys):
        raise bad_query("$orderby names a property more than once.")
    return [*keys, LAST_KEY]


def columns_of(select: Sequence[str] | None) -> Mapping[str, Column]:
    """The columns that are asked for; all where the request does not say. Raises ODataError."""
    return COLUMNS if select is None else {name: column_named(name) for name in select}


def json_row(row: Mapping[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    return {name: column.as_json(row[column.path]) for name, column in columns.items()}
