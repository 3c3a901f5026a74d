"""Turns the JSON value of an argument into the type that the operation declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.business_rules.create_related import NewTree
from crm.business_rules.errors import DOES_NOT_EXIST, NO_SUCH_KEY, CrmFault
from crm.metadata import Table
from crm.web_api.errors import bad_payload
from crm.web_api.operations.types import COMPLEX_TYPES, ENUM_TYPES, NAMESPACE, ComplexType, EnumType
from crm.web_api.payload import new_tree
from crm.web_api.resource_path import reference
from odata.errors import ODataError

_ANY_RECORD: Final = ("crmbaseentity", "expando")
_COLLECTION: Final = "Collection("
_INT32: Final = 2**31


@dataclass(frozen=True)
class EntityValue:
    """A record as an argument: what was given of it, and how it was named.

    ``tree`` has its values, its id if it was named by that, and the new records inside it; ``key`` are the
    values of the alternate key if it was named by one.
    """

    tree: NewTree
    key: Mapping[str, Any] | None = None

    @property
    def table(self) -> Table:
        return self.tree.table

    @property
    def id(self) -> UUID | None:
        return self.tree.id

    @property
    def values(self) -> Mapping[str, Any]:
        """What was given for its columns. Raises ODataError if there are records inside it."""
        if self.tree.targets or self.tree.members:
            raise bad_payload(f"No related records can be given inside this '{self.table.logical_name}'.")
        return self.tree.values

    def unknown(self) -> ODataError:
        """That there is no such record, or that none was named."""
        if self.key is not None:
            return CrmFault(NO_SUCH_KEY, table=self.table.logical_name)
        if self.id is not None:
            return CrmFault(DOES_NOT_EXIST, table=self.table.logical_name, id=self.id)
        return bad_payload(f"The '{self.table.logical_name}' must be named by its id or by '@odata.id'.")


def typed_value(value: Any, kind: str, *, name: str, root: str) -> Any:
    """The value in Python's types; an entity becomes an EntityValue. Raises ODataError."""
    if kind.startswith(_COLLECTION):
        if not isinstance(value, list):
            raise _mismatch(name, kind)
        inner = kind.removeprefix(_COLLECTION).removesuffix(")")
        return [typed_value(item, inner, name=name, root=root) for item in value]
    if value is None:
        return None
    if kind.startswith("Edm."):
        return _primitive(value, kind, name)
    bare = kind.removeprefix("mscrm.")
    if bare in ENUM_TYPES:
        return _member(value, ENUM_TYPES[bare], name)
    if not isinstance(value, dict):
        raise _mismatch(name, kind)
    if bare in COMPLEX_TYPES:
        return _structure(value, COMPLEX_TYPES[bare], name=name, root=root)
    return entity_value(value, "" if bare in _ANY_RECORD else bare, name=name, root=root)


def _mismatch(name: str, kind: str) -> Exception:
    return bad_payload(f"The value of '{name}' cannot be converted to the expected type '{kind}'.")


def _structure(value: dict[str, Any], kind: ComplexType, *, name: str, root: str) -> dict[str, Any]:
    if kind.is_open:
        return value
    given = {key: item for key, item in value.items() if "@" not in key}
    unknown = next((key for key in given if key not in kind.properties), None)
    if unknown is not None:
        raise bad_payload(
            f"The property '{unknown[:100]}' does not exist on type 'Microsoft.Dynamics.CRM.{kind.name}'."
        )
    return {
        key: typed_value(item, kind.properties[key], name=f"{name}/{key}", root=root)
        for key, item in given.items()
    }


def _member(value: Any, kind: EnumType, name: str) -> str:
    """The member's name, several joined by commas where they may be combined."""
    names = value.replace(" ", "").split(",") if isinstance(value, str) else []
    by_number = {str(number): member for member, number in kind.members.items()}
    found = [by_number.get(part, part) for part in ([str(value)] if isinstance(value, int) else names)]
    if not found or any(part not in kind.members for part in found) or (len(found) > 1 and not kind.flags):
        raise _mismatch(name, f"Microsoft.Dynamics.CRM.{kind.name}")
    return ",".join(found)


def entity_value(value: dict[str, Any], declared: str, *, name: str, root: str) -> EntityValue:
    """A record in JSON; without a declared table its ``@odata.type`` must name one. Raises ODataError."""
    given = value.get("@odata.type")
    kind = given.removeprefix("#").removeprefix(NAMESPACE) if isinstance(given, str) else declared
    if not kind:
        raise bad_payload(f"'{name}' must say its '@odata.type'.")
    if declared and kind != declared:
        raise _mismatch(name, f"Microsoft.Dynamics.CRM.{declared}")
    try:
        table = metadata.table(kind)
    except KeyError:
        raise bad_payload(f"'Microsoft.Dynamics.CRM.{kind[:60]}' is not the type of a table.") from None
    return _named(new_tree(value, table, root), value.get("@odata.id"), name=name, root=root)


def _named(tree: NewTree, address: Any, *, name: str, root: str) -> EntityValue:
    if address is None or tree.id is not None:
        return EntityValue(tree)
    if not isinstance(address, str):
        raise _mismatch(name, "the address of a record")
    named = reference(address, root)
    if named.table.logical_name != tree.table.logical_name:
        raise _mismatch(name, f"Microsoft.Dynamics.CRM.{tree.table.logical_name}")
    return EntityValue(replace(tree, id=named.id), named.key)


def _primitive(value: Any, kind: str, name: str) -> Any:
    reader = _READERS.get(kind)
    try:
        if reader is None:
            raise ValueError(kind)
        return reader(value)
    except (ValueError, OverflowError):
        raise _mismatch(name, kind) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return str(value)


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -_INT32 <= value < _INT32:
        raise ValueError(value)
    return value


def _big_integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise ValueError(value)
    return value


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(value)
    return Decimal(value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _any_primitive(value: Any) -> Any:
    if isinstance(value, dict | list):
        raise ValueError(value)
    return value


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "Edm.PrimitiveType": _any_primitive,
    "Edm.String": _text,
    "Edm.Guid": lambda value: UUID(_text(value)),
    "Edm.Int32": _integer,
    "Edm.Int64": _big_integer,
    "Edm.Decimal": _decimal,
    "Edm.Double": _decimal,
    "Edm.Boolean": _boolean,
    "Edm.Date": lambda value: date.fromisoformat(_text(value)),
    "Edm.DateTimeOffset": _moment,
    "Edm.Binary": _text,
}
