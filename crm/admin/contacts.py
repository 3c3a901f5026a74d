"""Contacts: list and card."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from crm.admin.list_parts import OwnerFilter
from crm.admin.record_admin import RecordAdmin
from crm.admin.record_form import OwnedRecordForm
from crm.admin.site import site
from crm.models import Account, Contact


class ContactForm(OwnedRecordForm):
    """The company is chosen among the accounts."""

    columns = {**OwnedRecordForm.columns, "company": "parentcustomerid"}

    company = forms.ModelChoiceField(
        Account.objects.all(),
        required=False,
        label=_("Company Name"),
        widget=AutocompleteSelect(Contact._meta.get_field("accountid"), site),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["company"] = self.instance.accountid_id


@admin.register(Contact, site=site)
class ContactAdmin(RecordAdmin):
    form = ContactForm
    searched = ("fullname_folded", "emailaddress1_folded")
    search_fields = ("fullname_folded",)
    search_help_text = _("Search by name or e-mail address")
    list_display = (
        "fullname",
        "accountid",
        "emailaddress1",
        "telephone1",
        "jobtitle",
        "owner_name",
        "statecode",
    )
    minor_columns = ("jobtitle", "telephone1")
    list_filter = ("statecode", OwnerFilter)
    list_select_related = ("accountid",)
    ordering = ("fullname_folded",)
    readonly_fields = ("fullname", "createdon", "createdby", "modifiedon", "modifiedby")
    fieldsets = (
        (
            _("Contact"),
            {
                "classes": ["collapse"],
                "fields": (
                    "read_version",
                    ("firstname", "lastname"),
                    ("middlename", "salutation"),
                    ("company", "jobtitle"),
                    ("department", "emailaddress1"),
                    ("telephone1", "mobilephone"),
                    ("fax", "pager"),
                    ("websiteurl", "owner"),
                    "statecode",
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
                ),
            },
        ),
        (
            _("Details"),
            {
                "classes": ["collapse"],
                "fields": (("transactioncurrencyid", "paymenttermscode"), "birthdate", "description"),
            },
        ),
        (
            _("Administration"),
            {
                "classes": ["collapse"],
                "fields": ("fullname", ("createdon", "createdby"), ("modifiedon", "modifiedby")),
            },
        ),
    )
    facts = {_("Address"): ("address1_line1", "address1_city", "address1_country")}
