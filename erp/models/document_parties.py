"""Who a sales document is for: the customer who buys, the one who pays, and where the goods go.

Names and addresses are the document's own from the moment when it is made; the customer may move.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference


class SellToFields(models.Model):
    """The customer who buys, and the person to talk to."""

    sell_to_customer = reference(
        "erp.Customer",
        _("Sell-to Customer No."),
        "sell_to_customer_no",
        to_field="no",
        null=False,
        blank=False,
    )
    sell_to_contact = reference(
        "erp.Contact", _("Sell-to Contact No."), "sell_to_contact_no", to_field="no", db_index=False
    )
    sell_to_customer_name = models.CharField(
        _("Sell-to Customer Name"), max_length=100, blank=True, default=""
    )
    sell_to_address = models.CharField(_("Sell-to Address"), max_length=100, blank=True, default="")
    sell_to_address_2 = models.CharField(_("Sell-to Address 2"), max_length=50, blank=True, default="")
    sell_to_city = models.CharField(_("Sell-to City"), max_length=30, blank=True, default="")
    sell_to_post_code = CodeField(_("Sell-to Post Code"), max_length=20, blank=True, default="")
    sell_to_county = models.CharField(_("Sell-to County"), max_length=30, blank=True, default="")
    sell_to_country_region = reference(
        "erp.CountryRegion",
        _("Sell-to Country/Region Code"),
        "sell_to_country_region_code",
        db_index=False,
    )
    sell_to_contact_name = models.CharField(_("Sell-to Contact"), max_length=100, blank=True, default="")
    sell_to_phone_no = models.CharField(_("Sell-to Phone No."), max_length=30, blank=True, default="")
    sell_to_e_mail = models.CharField(_("Sell-to E-Mail"), max_length=80, blank=True, default="")

    class Meta:
        abstract = True


class BillToFields(models.Model):
    """The customer who pays."""

    bill_to_customer = reference(
        "erp.Customer",
        _("Bill-to Customer No."),
        "bill_to_customer_no",
        to_field="no",
        null=False,
        blank=False,
    )
    bill_to_name = models.CharField(_("Bill-to Name"), max_length=100, blank=True, default="")
    bill_to_address = models.CharField(_("Bill-to Address"), max_length=100, blank=True, default="")
    bill_to_address_2 = models.CharField(_("Bill-to Address 2"), max_length=50, blank=True, default="")
    bill_to_city = models.CharField(_("Bill-to City"), max_length=30, blank=True, default="")
    bill_to_post_code = CodeField(_("Bill-to Post Code"), max_length=20, blank=True, default="")
    bill_to_county = models.CharField(_("Bill-to County"), max_length=30, blank=True, default="")
    bill_to_country_region = reference(
        "erp.CountryRegion",
        _("Bill-to Country/Region Code"),
        "bill_to_country_region_code",
        db_index=False,
    )

    class Meta:
        abstract = True


class ShipToFields(models.Model):
    """Where the goods go."""

    ship_to_name = models.CharField(_("Ship-to Name"), max_length=100, blank=True, default="")
    ship_to_address = models.CharField(_("Ship-to Address"), max_length=100, blank=True, default="")
    ship_to_address_2 = models.CharField(_("Ship-to Address 2"), max_length=50, blank=True, default="")
    ship_to_city = models.CharField(_("Ship-to City"), max_length=30, blank=True, default="")
    ship_to_post_code = CodeField(_("Ship-to Post Code"), max_length=20, blank=True, default="")
    ship_to_county = models.CharField(_("Ship-to County"), max_length=30, blank=True, default="")
    ship_to_country_region = reference(
        "erp.CountryRegion",
        _("Ship-to Country/Region Code"),
        "ship_to_country_region_code",
        db_index=False,
    )
    ship_to_contact = models.CharField(_("Ship-to Contact"), max_length=100, blank=True, default="")

    class Meta:
        abstract = True
