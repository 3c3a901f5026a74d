"""Accounts: list and card, with the contacts beside it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm import metadata
from crm.admin.account_statistics import statistics_box
from crm.admin.acting_user import acting_caller, has_right
from crm.admin.list_parts import OwnerFilter
from crm.admin.record_admin import RecordAdmin
from crm.admin.record_form import OwnedRecordForm
from crm.admin.site import site
from crm.business_rules.privileges import READ, readable
from crm.models import Account, Contact

_SHOWN_CONTACTS = 10


@admin.register(Account, site=site)
class AccountAdmin(RecordAdmin):
    form = OwnedRecordForm
    searched = ("name_folded", "accountnumber_folded", "emailaddress1_folded")
    search_fields = ("name_folded",)
    search_help_text = _("Search by name, number or e-mail address")
    list_display = (
        "name",
        "accountnumber",
        "telephone1",
        "address1_city",
        "primarycontactid",
        "owner_name",
        "statecode",
    )
    minor_columns = ("address1_city", "primarycontactid")
    list_filter = ("statecode", OwnerFilter, "customertypecode")
    list_select_related = ("primarycontactid",)
    ordering = ("name_folded",)
    autocomplete_fields = ("primarycontactid", "parentaccountid")
    readonly_fields = ("createdon", "createdby", "modifiedon", "modifiedby")
    fieldsets = (
        (
            _("Account"),
            {
                "classes": ["collapse"],
                "fields": (
                    "read_version",
                    ("name", "accountnumber"),
                    ("telephone1", "emailaddress1"),
                    ("telephone2", "websiteurl"),
                    ("fax", "primarycontactid"),
                    ("customertypecode", "accountcategorycode"),
                    ("owner", "statecode"),
                    "parentaccountid",
                ),
            },
        ),
        (
            _("Address"),
            {
                "classes": ["collapse"],
                "fields": (
                    ("address1_line1", "address1_line2"),
                    ("address1_postalcode", "address1_city"),
                    ("address1_stateorprovince", "address1_country"),
                    "address1_primarycontactname",
                ),
            },
        ),
        (
            _("Billing and shipping"),
            {
                "classes": ["collapse"],
                "fields": (
                    ("transactioncurrencyid", "paymenttermscode"),
                    ("creditlimit", "creditonhold"),
                    ("address1_freighttermscode", "address1_shippingmethodcode"),
                ),
            },
        ),
        (
            _("Company profile"),
            {"classes": ["collapse"], "fields": (("revenue", "numberofemployees"), "description")},
        ),
        (
            _("Administration"),
            {"classes": ["collapse"], "fields": (("createdon", "createdby"), ("modifiedon", "modifiedby"))},
        ),
    )
    facts = {
        _("Address"): ("address1_line1", "address1_city", "address1_country"),
        _("Billing and shipping"): ("paymenttermscode", "address1_freighttermscode"),
    }

    def factboxes(self, request: HttpRequest, record: Any) -> list[str]:
        boxes = [_contacts_box(request, record)] if has_right(request, "contact", READ) else []
        return [*statistics_box(request, record), *boxes, *super().factboxes(request, record)]


def _contacts_box(request: HttpRequest, account: Account) -> str:
    caller = acting_caller(request)
    assert caller is not None  # noqa: S101 the site lets nobody else in
    seen = readable(caller=caller, table=metadata.table("contact"))
    contacts = Contact.objects.filter(seen, accountid=account).order_by("fullname_folded")
    context = {"account": account, "contacts": contacts[:_SHOWN_CONTACTS], "count": contacts.count()}
    return render_to_string("crm/contacts_factbox.html", context, request=request)
