"""The vocabulary in which a resource of the integration is declared: its records and their properties."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from erp.rest_api.entity import Property, joined
from erp.rest_api.entity_view import guid
from erp.rest_api.errors import BAD_REQUEST
from erp.rest_api.kinds import MOMENT, Kind
from odata.errors import ODataError, unknown_property
from odata.keyset import Key


@dataclass(frozen=True, kw_only=True)
class DeclaredResource:
    """Properties by the paths of their values; ``id`` is unique, and what a path names by ``read_id``."""

    name: str
    singular: str
    permission: str
    declared: Sequence[Property]
    read_id: Callable[[str], Any] = guid

    @cached_property
    def properties(self) -> Mapping[str, Property]:
        return {given.name: given for given in self.declared}

    def property_named(self, name: str) -> Property:
        """Raises ODataError for a name that is not there."""
        if name not in self.properties:
            raise unknown_property(name)
        return self.properties[name]


@dataclass(frozen=True, kw_only=True)
class Resource(DeclaredResource):
    """Rows of a table, read as a list and one by one.

    ``order`` is that of a list that is not asked for another one.
    """

    records: Callable[[], QuerySet[Any]]
    order: Sequence[Key] = ()


def nullable(name: str, path: str, *, kind: Kind = MOMENT) -> Property:
    """A value that may not be there yet."""
    return replace(joined(name, path, kind=kind), nullable=True)


def quoted_name(text: str) -> str:
    """The key in a path, in quotation marks as OData has it. Raises ODataError."""
    quoted = re.fullmatch(r"'(.*)'", text)
    if quoted is None:
        raise ODataError(400, BAD_REQUEST, f"'{text[:40]}' is no name: write it in single quotation marks.")
    return quoted[1].replace("''", "'")


def row_number(text: str) -> int:
    """The number of a row in a path. Raises ODataError."""
    if re.fullmatch(r"[0-9]{1,18}", text) is None:
        raise ODataError(400, BAD_REQUEST, f"'{text[:40]}' is not the number of a record.")
    return int(text)
