"""Reads the JSON of a write into values by logical name, and into the records that hang on a new one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from crm import metadata
from crm.business_rules.create_related import NewTree
from crm.metadata import Collection, Column, EntityReference, Navigation, Table
from crm.web_api.column_values import column_value
from crm.web_api.errors import BAD_REQUEST, bad_payload
from crm.web_api.resource_path import parse_reference
from odata.errors import ODataError
from odata.numbers import exact_number

MAX_DEPTH: Final = 10
MAX_RECORDS: Final = 1_000
Member = tuple[Collection, NewTree | EntityReference]
_BIND: Final = "@odata.bind"
_TYPE: Final = "@odata.type"
_NAMESPACE: Final = "Microsoft.Dynamics.CRM."
_CONTROL: Final = ("@odata.", "@OData.", "@Microsoft.")
_DIRECT_LOOKUP: Final = (
    "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead."
)


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; numbers with decimals become Decimal. Raises ODataError."""
    try:
        content = json.loads(body.decode("utf-8"), parse_float=exact_number, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise bad_payload("The body is not a JSON object.") from error
    if not isinstance(content, dict):
        raise bad_payload("The body is not a JSON object.")
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def record_values(content: Mapping[str, Any], table: Table, root: str) -> dict[str, Any]:
    """The columns that a JSON object sets. Raises ODataError for whatever is no column of the table."""
    tree = _TreeReader(root, deep=False).read(content, table)
    return dict(tree.values) if tree.id is None else {**tree.values, table.primary_id: tree.id}


def new_tree(content: Mapping[str, Any], table: Table, root: str) -> NewTree:
    """The record that a JSON object describes, with the new records inside it. Raises ODataError."""
    return _TreeReader(root).read(content, table)


class _TreeReader:
    """Reads one body; without ``deep`` no other record may be inside it."""

    def __init__(self, root: str, *, deep: bool = True) -> None:
        self._root = root
        self._deep = deep
        self._records = 0

    def read(self, content: Mapping[str, Any], table: Table, level: int = 1) -> NewTree:
        self._records += 1
        if level > MAX_DEPTH or self._records > MAX_RECORDS:
            raise bad_payload(
                f"At most {MAX_RECORDS} records, {MAX_DEPTH} levels deep, can be created at once."
            )
        values: dict[str, Any] = {}
        targets: dict[str, NewTree] = {}
        members: list[Member] = []
        for name, value in content.items():
            plain = name.removesuffix(_BIND)
            if plain in table.collections:
                members += self._members(table.collections[plain], name, value, level)
            elif plain != name:
                column, reference = self._bound(plain, value, table)
                values[column.logical_name] = reference
            elif name in table.navigations and value is not None:
                navigation = table.navigations[name]
                targets[navigation.column.logical_name] = self._target(name, navigation, value, level)
            elif not _is_control(name, table):
                column = _column(name, table)
                values[column.logical_name] = column_value(value, column)
        return NewTree(table, values, values.pop(table.primary_id, None), targets, members)

    def _bound(self, name: str, value: Any, table: Table) -> tuple[Column, EntityReference | None]:
        navigation = table.navigations.get(name)
        if navigation is None:
            raise _undeclared(name, table)
        reference = None if value is None else self._reference(name, value, navigation.targets)
        return navigation.column, reference

    def _reference(self, name: str, value: Any, targets: Sequence[str]) -> EntityReference:
        if not isinstance(value, str):
            raise bad_payload(f"'{name}@odata.bind' must be a text such as /accounts(guid).")
        target, identifier = parse_reference(value, self._root)
        if target.logical_name not in targets:
            raise bad_payload(f"'{name}' cannot point to a record of the '{target.logical_name}' table.")
        return EntityReference(target.logical_name, identifier)

    def _target(self, name: str, navigation: Navigation, value: Any, level: int) -> NewTree:
        if not isinstance(value, dict):
            raise bad_payload(f"'{name}' must be an object, or null.")
        self._check_deep(name)
        targets = navigation.targets
        kind = str(value.get(_TYPE, targets[0] if len(targets) == 1 else "")).removeprefix("#")
        if kind.removeprefix(_NAMESPACE) not in targets:
            raise bad_payload(f"'{name}' must say by '@odata.type' to which of its tables it belongs.")
        return self.read(value, metadata.table(kind.removeprefix(_NAMESPACE)), level + 1)

    def _members(self, collection: Collection, name: str, value: Any, level: int) -> Iterator[Member]:
        """New members as objects; those that exist already as addresses in ``…@odata.bind``."""
        self._check_deep(name)
        if not isinstance(value, list):
            raise bad_payload(f"'{name}' must be an array.")
        table = metadata.table(collection.target)
        for item in value:
            if name.endswith(_BIND):
                yield collection, self._reference(collection.name, item, [collection.target])
            elif isinstance(item, dict):
                yield collection, self.read(item, table, level + 1)
            else:
                raise bad_payload(f"'{name}' must be an array of objects.")

    def _check_deep(self, name: str) -> None:
        if not self._deep:
            raise bad_payload(
                f"'{name}': related records cannot be created or changed inside an update (deep update)."
            )


def _is_control(name: str, table: Table) -> bool:
    """Whether it is an annotation, which sets nothing."""
    _, at, annotation = name.partition("@")
    if at and not f"@{annotation}".startswith(_CONTROL):
        raise _undeclared(name, table)
    return bool(at)


def _column(name: str, table: Table) -> Column:
    navigation = table.navigations.get(name)
    if navigation is not None:  # null clears the lookup
        return navigation.column
    column = table.columns.get(name)
    if column is None and name in table.properties:
        raise ODataError(400, BAD_REQUEST, _DIRECT_LOOKUP)
    if column is None or column.is_lookup:
        raise _undeclared(name, table)
    return column


def _undeclared(name: str, table: Table) -> ODataError:
    return bad_payload(
        f"The property '{name[:100]}' does not exist on type 'Microsoft.Dynamics.CRM.{table.logical_name}'. "
        "Make sure to only use property names that are defined by the type."
    )
