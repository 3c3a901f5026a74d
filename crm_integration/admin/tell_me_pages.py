"""What Tell Me finds of the Connection Setup: each page that does one thing there.

They stand in no sidebar: one comes to them from the Connection Setup.
"""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions import permissions as may
from crm_integration.admin import item_availability, order_integration
from erp.admin.extensions import SETUP, Page

EDITED = (
    ("admin:enable_connection", _("Enable the Dataverse connection"), _("switch on connect")),
    ("admin:disable_connection", _("Disable the Dataverse connection"), _("switch off disconnect")),
    ("admin:enable_sales_integration", _("Enable Sales integration"), _("switch on")),
    ("admin:disable_sales_integration", _("Disable Sales integration"), _("switch off")),
    ("admin:redeploy_solution", _("Redeploy Integration Solution"), _("deploy security roles")),
    ("admin:reset_web_client_url", _("Reset Web Client URL"), _("address of this server")),
    (order_integration.THIS_PAGE, order_integration.TITLE, _("enable disable orders quotes")),
    (item_availability.PAGE, item_availability.TITLE, _("publish stock inventory enable disable")),
    ("admin:stop_item_availability", _("Stop publishing item availability"), _("stock disable")),
)
CONNECTION_SETUP_PAGES = (
    *(
        Page(
            area=SETUP,
            label=label,
            url_name=url_name,
            keywords=keywords,
            permission=may.EDIT_CONNECTION,
            in_sidebar=False,
            order=11,
        )
        for url_name, label, keywords in EDITED
    ),
    Page(
        area=SETUP,
        label=_("Use Default Synchronization Setup"),
        url_name="admin:use_default_setup",
        keywords=_("reset restore mappings"),
        permission=may.EDIT_MAPPINGS,
        in_sidebar=False,
        order=11,
    ),
)
