"""What a security role permits: the function that tells it, the actions that change it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from crm.business_rules.privilege_ids import all_privileges, privilege_name
from crm.business_rules.role_privileges import (
    add_privileges,
    privileges_of,
    remove_privilege,
    replace_privileges,
)
from crm.models import BusinessUnit, Depth
from crm.web_api.errors import bad_payload, not_implemented
from crm.web_api.messages import ApiResponse, empty_response
from crm.web_api.operations.operation import Binding, Call, Operation, Parameter

_DEPTHS: Final[Mapping[str, Depth]] = {
    "Basic": Depth.USER,
    "Local": Depth.BUSINESS_UNIT,
    "Global": Depth.ORGANIZATION,
}
_MEMBER: Final = {int(depth): member for member, depth in _DEPTHS.items()}


def _retrieve(call: Call) -> ApiResponse:
    held = privileges_of(call.arguments["RoleId"], caller=call.request.caller)
    known, unit = all_privileges(), BusinessUnit.objects.order_by("createdon").values_list("pk", flat=True)[0]
    found = [
        {
            "Depth": _MEMBER[depth],
            "PrivilegeId": str(identifier),
            "BusinessUnitId": str(unit),
            "PrivilegeName": privilege_name(*known[identifier]),
        }
        for identifier, depth in held.items()
    ]
    return call.answer({"RolePrivileges": found})


def _add(call: Call) -> ApiResponse:
    add_privileges(_role_id(call), _given(call), caller=call.request.caller)
    return empty_response()


def _replace(call: Call) -> ApiResponse:
    replace_privileges(_role_id(call), _given(call), caller=call.request.caller)
    return empty_response()


def _remove(call: Call) -> ApiResponse:
    remove_privilege(_role_id(call), call.arguments["PrivilegeId"], caller=call.request.caller)
    return empty_response()


def _role_id(call: Call) -> UUID:
    assert call.resource is not None and call.resource.id is not None  # noqa: S101 bound to a record
    return call.resource.id


def _given(call: Call) -> dict[UUID, int]:
    return {_id_of(item): _depth_of(item) for item in call.arguments["Privileges"]}


def _id_of(item: Mapping[str, Any]) -> UUID:
    if item.get("PrivilegeId") is None:
        raise bad_payload("A privilege is named by its 'PrivilegeId'.")
    return UUID(str(item["PrivilegeId"]))


def _depth_of(item: Mapping[str, Any]) -> int:
    member = item.get("Depth") or "Basic"
    if member not in _DEPTHS:
        raise not_implemented(f"Privileges of the depth '{member}' are not implemented.")
    return int(_DEPTHS[member])


_PRIVILEGES: Final = Parameter("Privileges", "Collection(mscrm.RolePrivilege)")
_ROLES: Final = frozenset({"role"})

OPERATIONS: Final = (
    Operation(
        "RetrieveRolePrivilegesRole",
        _retrieve,
        is_function=True,
        parameters=(Parameter("RoleId", "Edm.Guid"),),
        response={"RolePrivileges": "Collection(mscrm.RolePrivilege)"},
    ),
    Operation("AddPrivilegesRole", _add, parameters=(_PRIVILEGES,), binding=Binding.RECORD, tables=_ROLES),
    Operation(
        "ReplacePrivilegesRole", _replace, parameters=(_PRIVILEGES,), binding=Binding.RECORD, tables=_ROLES
    ),
    Operation(
        "RemovePrivilegeRole",
        _remove,
        parameters=(Parameter("PrivilegeId", "Edm.Guid"),),
        binding=Binding.RECORD,
        tables=_ROLES,
    ),
)
