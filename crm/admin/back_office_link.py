"""*Open in Business Central*: from a card to what stands for its record in the back office."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from crm.admin.acting_user import acting_caller
from crm.admin.toolbar import Button, Group, toolbar
from crm.outbound.back_office_line import address_for

# The page of the back office that finds its record by table and id of ours.
PAGE: Final = "/admin/open-record/"
TABLES: Final = frozenset({"account", "contact", "product", "salesorder"})


def back_office_link(request: HttpRequest, record: Any) -> list[Group]:
    """Nothing where the connection row names no address, or is not for this person."""
    table = str(record._meta.model_name)
    caller = acting_caller(request)
    address = address_for(caller) if caller and table in TABLES else ""
    if not address:
        return []
    href = f"{address}{PAGE}{table}/{record.pk}/"
    label = _("Open in %(back_office)s") % {"back_office": settings.ERP_PRODUCT_NAME}
    return toolbar(_("Back office"), [Button(label=label, icon="external", href=href)])
