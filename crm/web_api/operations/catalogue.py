"""All functions and actions that there are; a new file of them is listed here."""

from collections.abc import Sequence
from typing import Final

from crm.web_api.operations import (
    bulk,
    bulk_delete,
    customization,
    metadata_changes,
    organization,
    role_privileges,
    sales,
    who_am_i,
)
from crm.web_api.operations.operation import Binding, Operation

ALL: Final[Sequence[Operation]] = (
    *bulk.OPERATIONS,
    *bulk_delete.OPERATIONS,
    *customization.OPERATIONS,
    *metadata_changes.OPERATIONS,
    *organization.OPERATIONS,
    *role_privileges.OPERATIONS,
    *sales.OPERATIONS,
    *who_am_i.OPERATIONS,
)

_BY_NAME: Final = {(item.binding, item.name): item for item in ALL}


def operation(name: str, binding: Binding = Binding.UNBOUND) -> Operation | None:
    """The operation of that name with that binding."""
    return _BY_NAME.get((binding, name))
