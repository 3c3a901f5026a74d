"""The roles of the back office, as groups: what each may do with its tables and with the pages of others."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from erp.admin.extensions import RolePermissions, extensions

ADMINISTRATOR = "Administrator"
ORDER_PROCESSOR = "Order Processor"
VIEWER = "Viewer"
API_CLIENT = "API Client"
ITEM_AVAILABILITY_USER = "Item Availability User"

_EVERYTHING = ("add", "change", "delete", "view")


@dataclass(frozen=True, kw_only=True)
class Role:
    """``tables`` of the back office in which ``code`` may do everything; the others it may view.

    A role for ``web_service_only`` may open the web service of that codename and see no page.
    """

    code: str
    name: str
    tables: frozenset[str] | None = frozenset()  # None: all
    users: bool = False
    web_service_only: str = ""


_SALES_WORK = frozenset(
    {
        "customer",
        "contact",
        "opportunity",
        "item",
        "itemunitofmeasure",
        "itemjournalline",
        "resource",
        "resourceunitofmeasure",
        "salesprice",
        "salesquote",
        "recordnote",
        "salesorder",
        "salesinvoice",
        "salescreditmemo",
        "salesheaderarchive",
        "salesinvoiceheader",
        "customerledgerentry",
    }
)
_CODE_TABLES = frozenset(
    {
        "currency",
        "currencyexchangerate",
        "paymentterms",
        "salesperson",
        "shipmentmethod",
        "unitofmeasure",
    }
)
ROLES = (
    Role(code="administrator", name=ADMINISTRATOR, tables=None, users=True),
    Role(
        code="order_processor",
        name=ORDER_PROCESSOR,
        tables=_SALES_WORK,
    ),
    Role(code="viewer", name=VIEWER),
    Role(code="api_client", name=API_CLIENT, tables=_SALES_WORK | _CODE_TABLES),
    Role(
        code="item_availability_user",
        name=ITEM_AVAILABILITY_USER,
        web_service_only="open_item_availability",
    ),
)


@transaction.atomic
def create_roles() -> None:
    """Creates the groups and gives them their permissions; what somebody added to a group stays."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.add(*_permissions(role))


def _permissions(role: Role) -> Iterable[Permission]:
    wanted = _in_back_office(role)
    for given in extensions.parts(RolePermissions):
        if given.role == role.code:
            for name in given.permissions:
                app_label, codename = name.split(".")
                wanted |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(wanted).select_related("content_type")


def _in_back_office(role: Role) -> Q:
    if role.web_service_only:
        return Q(content_type__app_label="erp", codename=role.web_service_only)
    wanted = Q(content_type__app_label="erp", codename__startswith="view_")
    if role.tables is None:
        wanted |= Q(content_type__app_label="erp")
    elif role.tables:
        codenames = [f"{verb}_{table}" for verb in _EVERYTHING for table in role.tables]
        wanted |= Q(content_type__app_label="erp", codename__in=codenames)
    if role.users:
        wanted |= Q(content_type__app_label="auth", content_type__model="user")
    return wanted
