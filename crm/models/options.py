"""Option sets that several tables share."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PAYMENT_TERMS = {1: _("Net 30"), 2: _("2% 10, Net 30"), 3: _("Net 45"), 4: _("Net 60")}
FREIGHT_TERMS = {1: _("FOB"), 2: _("No Charge")}
SHIPPING_METHOD = {
    1: _("Airborne"),
    2: _("DHL"),
    3: _("FedEx"),
    4: _("UPS"),
    5: _("Postal Mail"),
    6: _("Full Load"),
    7: _("Will Call"),
}
CUSTOMER_TYPE = {
    1: _("Competitor"),
    2: _("Consultant"),
    3: _("Customer"),
    4: _("Investor"),
    5: _("Partner"),
    6: _("Influencer"),
    7: _("Press"),
    8: _("Prospect"),
    9: _("Reseller"),
    10: _("Supplier"),
    11: _("Vendor"),
    12: pgettext_lazy("customer type", "Other"),
}
ACCESS_MODE = {
    0: _("Read-Write"),
    1: _("Administrative"),
    2: _("Read"),
    3: _("Support User"),
    4: _("Non-interactive"),
    5: _("Delegated Admin"),
}
TEAM_TYPE = {0: _("Owner"), 1: _("Access"), 2: _("Security Group"), 3: _("Office Group")}
CUSTOMER = 3
READ_WRITE = 0
ADMINISTRATIVE = 1
NON_INTERACTIVE = 4
