"""Customers."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.models.address import AddressFields, CommunicationFields
from erp.models.fields import AmountField, CodeField, reference
from erp.models.record import ErpRecord


class CustomerBlocked(models.TextChoices):
    """What is no longer done with a customer: nothing, shipping, shipping and invoicing, everything."""

    NOT_BLOCKED = "", pgettext_lazy("customer is not blocked", " ")
    SHIP = "ship", _("Ship")
    INVOICE = "invoice", _("Invoice")
    ALL = "all", _("All")


class Customer(AddressFields, CommunicationFields, ErpRecord):
    """A company (or person) that buys. Its company contact has the same name and address."""

    no = CodeField(_("No."), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=100, blank=True, default="", db_index=True)
    name_2 = models.CharField(_("Name 2"), max_length=50, blank=True, default="")
    search_name = CodeField(_("Search Name"), max_length=100, blank=True, default="", db_index=True)
    contact = models.CharField(_("Contact"), max_length=100, blank=True, default="")
    primary_contact = reference("erp.Contact", _("Primary Contact No."), "primary_contact_no", to_field="no")
    mobile_phone_no = models.CharField(_("Mobile Phone No."), max_length=30, blank=True, default="")
    salesperson = reference("erp.Salesperson", _("Salesperson Code"), "salesperson_code")
    currency = reference("erp.Currency", _("Currency Code"), "currency_code", db_index=False)
    payment_terms = reference(
        "erp.PaymentTerms", _("Payment Terms Code"), "payment_terms_code", db_index=False
    )
    shipment_method = reference(
        "erp.ShipmentMethod", _("Shipment Method Code"), "shipment_method_code", db_index=False
    )
    shipping_agent = reference(
        "erp.ShippingAgent", _("Shipping Agent Code"), "shipping_agent_code", db_index=False
    )
    customer_price_group = reference(
        "erp.CustomerPriceGroup", _("Customer Price Group"), "customer_price_group", db_index=False
    )
    vat_bus_posting_group = reference(
        "erp.VatBusinessPostingGroup", _("VAT Bus. Posting Group"), "vat_bus_posting_group", db_index=False
    )
    prices_including_vat = models.BooleanField(_("Prices Including VAT"), default=False)
    credit_limit_lcy = AmountField(_("Credit Limit (LCY)"), default=Decimal(0))
    blocked = models.CharField(
        _("Blocked"), max_length=10, choices=CustomerBlocked.choices, blank=True, default=""
    )

    class Meta:
        verbose_name = _("Customer")
        verbose_name_plural = _("Customers")
        indexes = [models.Index(fields=["modified_at"], name="erp_customer_modified_at")]

    def __str__(self) -> str:
        return f"{self.no} {self.name}".strip()
