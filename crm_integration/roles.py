"""The ERP's own roles: groups of permissions. They are not the CRM's security roles."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

ADMINISTRATOR = "Administrator"
ORDER_PROCESSOR = "Order Processor"
VIEWER = "Viewer"

OURS = ("erp", "crm_integration")
# What an order processor may change; everything else of ours may be looked at.
PROCESSED_TABLES = ("customer", "contact", "coupling")


def create_roles() -> None:
    """Makes the groups and gives each exactly its permissions. Safe to repeat."""
    for name, permissions in _permissions().items():
        Group.objects.get_or_create(name=name)[0].permissions.set(permissions)


def _permissions() -> dict[str, QuerySet[Permission]]:
    ours = Permission.objects.filter(content_type__app_label__in=OURS)
    may_look = Q(codename__startswith="view_")
    may_process = Q(content_type__model__in=PROCESSED_TABLES)
    return {
        ADMINISTRATOR: Permission.objects.filter(content_type__app_label__in=(*OURS, "auth")),
        ORDER_PROCESSOR: ours.filter(may_look | may_process),
        VIEWER: ours.filter(may_look),
    }
