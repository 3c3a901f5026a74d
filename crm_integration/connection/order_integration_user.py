"""The account of the CRM that may handle order integration: found, judged, and marked as such.

Source: clarification 3. The CRM recalculates no document that an integration user of its own writes while
sales order processing is integrated.
"""

from dataclasses import dataclass
from uuid import UUID

from crm_integration.connection.administrator import ROLES
from crm_integration.connection.environment_checks import is_administrator
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Update
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.table_mapping.filters import literal

USERS, MARK = "systemusers", "isintegrationuser"
SALESPEOPLE = "SALESPEOPLE"
COLUMNS = ("fullname", "domainname", "isdisabled", MARK)
# Whoever has one of these roles, or owns a record of one of these tables, sells.
SALES_ROLES = frozenset({"Salesperson", "Sales Manager"})
SOLD_TO = ("accounts", "contacts", "opportunities")
SUGGESTED = 200


@dataclass(frozen=True, kw_only=True)
class CrmUser:
    """``is_marked``: the CRM takes what the user writes for the work of another system. ``roles``: names."""

    id: UUID
    name: str
    user_name: str
    is_enabled: bool
    is_administrator: bool
    is_marked: bool
    roles: frozenset[str]


def enabled_users(client: DataverseClient) -> list[tuple[str, str]]:
    """User names and names of at most ``SUGGESTED`` users, to choose from. Raises DataverseError."""
    pages = client.pages(
        USERS,
        select=COLUMNS[:2],
        filter="isdisabled eq false and domainname ne null",
        orderby="fullname",
        top=SUGGESTED,
    )
    rows = [row.values for page in pages for row in page.rows]
    return [(str(row["domainname"]), str(row["fullname"] or "")) for row in rows]


def user_named(client: DataverseClient, user_name: str) -> CrmUser:
    """Raises DataverseError: ``order_user_unknown``, or why the user cannot be the account."""
    return _accepted(client, f"domainname eq {literal(user_name)}", called=user_name)


def user_with_id(client: DataverseClient, id: UUID, *, called: str = "") -> CrmUser:
    """Raises DataverseError as ``user_named`` does."""
    return _accepted(client, f"systemuserid eq {id}", called=called or str(id))


def mark(administrator: DataverseClient, user: CrmUser, setup: ConnectionSetup) -> None:
    """Makes the user an integration user of the CRM and keeps who it is; the account before is none any more.

    That we are about to mark it is stored first: a mark of ours is never taken for somebody else's.
    """
    if setup.order_integration_user_id != user.id:
        unmark(administrator, setup)
        setup.order_integration_user_id = user.id
        setup.is_order_integration_user_marked = False
    setup.order_integration_user_name = user.name or user.user_name
    setup.is_order_integration_user_marked |= not user.is_marked
    _save(setup)
    if not user.is_marked:
        _write(administrator, user.id, is_marked=True)


def unmark(administrator: DataverseClient, setup: ConnectionSetup) -> None:
    """What we did not mark stays marked; a user who is gone needs nothing."""
    if setup.order_integration_user_id is None or not setup.is_order_integration_user_marked:
        return
    try:
        _write(administrator, setup.order_integration_user_id, is_marked=False)
    except DataverseError as error:
        if error.cure is not Cure.NOT_FOUND:
            raise
    setup.is_order_integration_user_marked = False
    _save(setup)


def forget_order_user(setup: ConnectionSetup) -> None:
    """Of another environment, or after another application took over, nobody is known; saves nothing."""
    setup.order_integration_user_id, setup.order_integration_user_name = None, ""
    setup.is_order_integration_user_marked = False


def _accepted(client: DataverseClient, condition: str, *, called: str) -> CrmUser:
    user = read_crm_user(client, condition)
    if user is None:
        raise _refusal("order_user_unknown", called)
    _refuse_unfit(client, user)
    return user


def read_crm_user(client: DataverseClient, condition: str) -> CrmUser | None:
    """The user whom an OData filter finds, fit or not; None if there is none. Raises DataverseError."""
    found = next(client.pages(USERS, select=COLUMNS, filter=condition, expand=(ROLES,), top=1)).rows
    if not found:
        return None
    values = found[0].values
    return CrmUser(
        id=found[0].id,
        name=str(values["fullname"] or ""),
        user_name=str(values["domainname"] or ""),
        is_enabled=not values["isdisabled"],
        is_administrator=any(is_administrator(role) for role in values[ROLES]),
        is_marked=bool(values[MARK]),
        roles=frozenset(str(role.get("name")) for role in values[ROLES]),
    )


def _refuse_unfit(client: DataverseClient, user: CrmUser) -> None:
    """A salesperson who became an integration user would fall out of what is synchronized."""
    if not user.is_enabled:
        raise _refusal("order_user_disabled", user.name)
    if user.is_administrator:
        raise _refusal("order_user_is_administrator", user.name)
    if Coupling.objects.filter(mapping=SALESPEOPLE, crm_id=user.id).exists():
        raise _refusal("order_user_is_salesperson", user.name)
    if not user.is_marked and user.id != ConnectionSetup.get().integration_user_id and _sells(client, user):
        raise _refusal("order_user_sells", user.name)


def _sells(client: DataverseClient, user: CrmUser) -> bool:
    """Known before anybody is coupled. Raises DataverseError."""
    return bool(user.roles & SALES_ROLES) or any(_owns(client, user, table) for table in SOLD_TO)


def _owns(client: DataverseClient, user: CrmUser, table: str) -> bool:
    pages = client.pages(table, select=("createdon",), filter=f"_ownerid_value eq {user.id}", top=1)
    return bool(next(pages).rows)


def _write(administrator: DataverseClient, id: UUID, *, is_marked: bool) -> None:
    result = administrator.execute([Update(USERS, id, {MARK: is_marked})])[0]
    if result.error is not None:
        raise result.error


def _save(setup: ConnectionSetup) -> None:
    setup.save(
        update_fields=[
            "order_integration_user_id",
            "order_integration_user_name",
            "is_order_integration_user_marked",
        ]
    )


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
