"""What sales documents agree on beside their parties and lines: references, dates, currency and terms."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, reference


class DocumentTerms(models.Model):
    """Amounts of the document are in its currency; a blank currency is the local one (LCY).

    An amount in LCY is the amount divided by the currency factor, which is 1 for LCY.
    """

    your_reference = models.CharField(
        _("Your Reference"), max_length=35, blank=True, default="", db_index=True
    )
    external_document_no = models.CharField(
        _("External Document No."), max_length=35, blank=True, default="", db_index=True
    )
    currency = reference("erp.Currency", _("Currency Code"), "currency_code", db_index=False)
    currency_factor = models.DecimalField(
        _("Currency Factor"), max_digits=30, decimal_places=15, default=Decimal(1), editable=False
    )
    document_date = models.DateField(_("Document Date"), null=True, blank=True)
    order_date = models.DateField(_("Order Date"), null=True, blank=True)
    posting_date = models.DateField(_("Posting Date"), null=True, blank=True)
    due_date = models.DateField(_("Due Date"), null=True, blank=True)
    shipment_date = models.DateField(_("Shipment Date"), null=True, blank=True)
    payment_terms = reference(
        "erp.PaymentTerms", _("Payment Terms Code"), "payment_terms_code", db_index=False
    )
    shipment_method = reference(
        "erp.ShipmentMethod", _("Shipment Method Code"), "shipment_method_code", db_index=False
    )
    shipping_agent = reference(
        "erp.ShippingAgent", _("Shipping Agent Code"), "shipping_agent_code", db_index=False
    )
    salesperson = reference("erp.Salesperson", _("Salesperson Code"), "salesperson_code", db_index=False)
    customer_price_group = reference(
        "erp.CustomerPriceGroup", _("Customer Price Group"), "customer_price_group", db_index=False
    )
    payment_discount_percent = AmountField(_("Payment Discount %"), default=Decimal(0))
    prices_including_vat = models.BooleanField(_("Prices Including VAT"), default=False)
    vat_bus_posting_group = reference(
        "erp.VatBusinessPostingGroup", _("VAT Bus. Posting Group"), "vat_bus_posting_group", db_index=False
    )
    work_description = models.TextField(_("Work Description"), blank=True, default="")

    class Meta:
        abstract = True


class DocumentTotals(models.Model):
    """What the lines of a document come to, in its currency."""

    invoice_discount_amount = AmountField(_("Invoice Discount Amount"), default=Decimal(0))
    amount = AmountField(_("Amount"), default=Decimal(0), editable=False)
    amount_including_vat = AmountField(_("Amount Including VAT"), default=Decimal(0), editable=False)

    class Meta:
        abstract = True
