"""What the cards of opportunities, quotes, orders and invoices have in common."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm.admin.amounts import amount_text
from crm.admin.lines import LineInline
from crm.admin.list_parts import OwnerFilter
from crm.admin.record_admin import RecordAdmin
from crm.admin.record_form import OwnedRecordForm, RecordForm
from crm.admin.site import site
from crm.metadata import EntityReference
from crm.models import Account, Contact, Opportunity

TOTALS: Final = (
    ("totallineitemamount", _("Detail Amount")),
    ("totaldiscountamount", _("Discount")),
    ("totalamountlessfreight", _("Pre-Freight Amount")),
    ("freightamount", _("Freight")),
    ("totaltax", _("Tax")),
    ("totalamount", _("Total Amount")),
)
FastTab = tuple[Any, Any]
FASTTAB: Final = ["collapse"]


class CustomerForm(OwnedRecordForm):
    """The customer is an account or, where none is chosen, a contact."""

    columns = {**OwnedRecordForm.columns, "company": "customerid", "person": "customerid"}

    company = forms.ModelChoiceField(
        Account.objects.all(),
        required=False,
        label=_("Account"),
        widget=AutocompleteSelect(Opportunity._meta.get_field("accountid"), site),
    )
    person = forms.ModelChoiceField(
        Contact.objects.all(),
        required=False,
        label=_("Contact"),
        help_text=_("Only where the customer is a person"),
        widget=AutocompleteSelect(Opportunity._meta.get_field("contactid"), site),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            name = "company" if self.instance.customeridtype == "account" else "person"
            self.initial[name] = self.instance.customerid

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "company" in self.fields:
            if cleaned.get("company") and cleaned.get("person"):
                raise ValidationError({"person": _("Choose an account or a contact, not both.")})
            if not cleaned.get("company") and not cleaned.get("person"):
                raise ValidationError({"company": _("Choose the customer.")})
        return cleaned

    def changed_values(self) -> dict[str, Any]:
        values = super().changed_values()
        if values.pop("customerid", None) or {"company", "person"} & set(self.changed_data):
            chosen = self.cleaned_data.get("company") or self.cleaned_data["person"]
            values["customerid"] = EntityReference(chosen._meta.model_name, chosen.pk)
        return values


class SalesLineForm(RecordForm):
    """A line is for a product of the catalogue, or for whatever its text says."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not cleaned.get("productid") and not cleaned.get("productdescription"):
            raise ValidationError({"productid": _("Choose a product, or describe what is sold.")})
        return cleaned

    def changed_values(self) -> dict[str, Any]:
        values = super().changed_values()
        if {"productid", "productdescription"} & set(self.changed_data):
            values["isproductoverridden"] = not self.cleaned_data.get("productid")
        if "priceperunit" in self.changed_data:
            values["ispriceoverridden"] = self.cleaned_data.get("priceperunit") is not None
        product = self.cleaned_data.get("productid")
        if product and not self.cleaned_data.get("uomid"):
            values["uomid"] = EntityReference("uom", product.defaultuomid_id)
        return values


class SalesLineInline(LineInline):
    form = SalesLineForm
    autocomplete_fields = ("productid", "uomid")
    fields = [
        "read_version",
        "productid",
        "uomid",
        "quantity",
        "priceperunit",
        "manualdiscountamount",
        "tax",
        "extendedamount",
        "productdescription",
    ]
    readonly_fields = ["extendedamount"]
    line_order = ("lineitemnumber", "sequencenumber", "createdon", "pk")


class SalesTotalsAdmin(RecordAdmin):
    """Lists and cards with a customer and totals."""

    form = CustomerForm
    list_filter = ("statecode", OwnerFilter)
    list_select_related = ("accountid", "contactid", "transactioncurrencyid")
    ordering = ("-createdon",)
    numeric_columns: Sequence[str] = ("total",)
    search_fields = ("name_folded",)

    @admin.display(description=_("Account"))
    def company(self, record: Any) -> str:
        return str(record.accountid or "")

    @admin.display(description=_("Contact"))
    def person(self, record: Any) -> str:
        return str(record.contactid or "")

    @admin.display(description=_("Customer"))
    def customer(self, record: Any) -> str:
        return str(record.accountid or record.contactid or "")

    @admin.display(description=_("Total Amount"), ordering="totalamount")
    def total(self, record: Any) -> str:
        return amount_text(record.totalamount, record.transactioncurrencyid)

    def factboxes(self, request: HttpRequest, record: Any) -> list[str]:
        currency = record.transactioncurrencyid
        context = {
            "totals": [(label, amount_text(getattr(record, name), currency)) for name, label in TOTALS],
            "error": record.get_pricingerrorcode_display() if record.pricingerrorcode else "",
            "status": f"{record.get_statecode_display()}: {record.get_statuscode_display()}",
        }
        totals = render_to_string("crm/totals_factbox.html", context, request=request)
        return [totals, *super().factboxes(request, record)]


ADDRESSES: Final[FastTab] = (
    _("Addresses"),
    {
        "classes": FASTTAB,
        "fields": (
            ("billto_name", "shipto_name"),
            ("billto_line1", "shipto_line1"),
            ("billto_line2", "shipto_line2"),
            ("billto_postalcode", "shipto_postalcode"),
            ("billto_city", "shipto_city"),
            ("billto_stateorprovince", "shipto_stateorprovince"),
            ("billto_country", "shipto_country"),
        ),
    },
)
TERMS: Final[FastTab] = (
    _("Discount, freight and terms"),
    {
        "classes": FASTTAB,
        "fields": (
            ("discountpercentage", "discountamount"),
            ("freightamount", "freighttermscode"),
            ("paymenttermscode", "shippingmethodcode"),
        ),
    },
)
ADMINISTRATION: Final[FastTab] = (
    _("Administration"),
    {
        "classes": FASTTAB,
        "fields": ("statecode", "statuscode", ("createdon", "createdby"), ("modifiedon", "modifiedby")),
    },
)
READ_ONLY: Final = ("statecode", "statuscode", "createdon", "createdby", "modifiedon", "modifiedby")
