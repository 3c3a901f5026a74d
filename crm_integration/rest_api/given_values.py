"""What the body of an action says, checked."""

from collections.abc import Collection, Mapping
from typing import Any

from erp.rest_api.entity import Property
from erp.rest_api.errors import BAD_REQUEST, INVALID_FIELD, REQUIRED, PropertyError
from erp.rest_api.kinds import Kind
from erp.rest_api.written_values import read_value
from odata.storable import is_storable


def given_values(
    body: Mapping[str, Any], declared: Mapping[str, Kind], *, required: Collection[str] = ()
) -> dict[str, Any]:
    """The values by the names that were declared. Raises PropertyError for the first that cannot be taken."""
    values = {}
    for name, given in body.items():
        if name not in declared:
            raise PropertyError(BAD_REQUEST, name[:100], f"There is no parameter '{name[:100]}' here.")
        if not is_storable(given):
            raise PropertyError(INVALID_FIELD, name, f"'{name}' contains characters that cannot be stored.")
        values[name] = read_value(Property(name=name, kind=declared[name]), given)
    for name in required:
        if values.get(name) in (None, ""):
            raise PropertyError(REQUIRED, name, f"'{name}' is required.")
    return values
