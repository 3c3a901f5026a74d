"""The address and communication fields that customers, contacts and the company itself share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference


class AddressFields(models.Model):
    """Where a party is."""

    address = models.CharField(_("Address"), max_length=100, blank=True, default="")
    address_2 = models.CharField(_("Address 2"), max_length=50, blank=True, default="")
    city = models.CharField(_("City"), max_length=30, blank=True, default="", db_index=True)
    county = models.CharField(_("County"), max_length=30, blank=True, default="")
    post_code = CodeField(_("Post Code"), max_length=20, blank=True, default="")
    country_region = reference("erp.CountryRegion", _("Country/Region Code"), "country_region_code")

    class Meta:
        abstract = True


class CommunicationFields(models.Model):
    """How a party is reached."""

    phone_no = models.CharField(_("Phone No."), max_length=30, blank=True, default="")
    fax_no = models.CharField(_("Fax No."), max_length=30, blank=True, default="")
    e_mail = models.CharField(_("E-Mail"), max_length=80, blank=True, default="", db_index=True)
    home_page = models.CharField(_("Home Page"), max_length=80, blank=True, default="")

    class Meta:
        abstract = True
