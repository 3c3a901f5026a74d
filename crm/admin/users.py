"""Users of the CRM: list and card."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from crm.admin.record_admin import RecordAdmin
from crm.admin.site import site
from crm.models import SystemUser


@admin.register(SystemUser, site=site)
class SystemUserAdmin(RecordAdmin):
    searched = ("fullname_folded", "internalemailaddress_folded", "domainname_folded")
    search_fields = ("fullname_folded",)
    search_help_text = _("Search by name, user name or e-mail address")
    list_display = ("fullname", "domainname", "internalemailaddress", "mobilephone", "jobtitle", "isdisabled")
    minor_columns = ("mobilephone", "jobtitle")
    list_filter = ("isdisabled", "islicensed", "accessmode")
    ordering = ("fullname_folded",)
    readonly_fields = ("fullname", "applicationid", "accessmode", "createdon", "modifiedon", "modifiedby")
    fieldsets = (
        (
            _("User"),
            {
                "classes": ["collapse"],
                "fields": (
                    "read_version",
                    ("firstname", "lastname"),
                    ("middlename", "title"),
                    ("domainname", "jobtitle"),
                    ("internalemailaddress", "personalemailaddress"),
                    ("mobilephone", "address1_telephone1"),
                ),
            },
        ),
        (
            _("Administration"),
            {
                "classes": ["collapse"],
                "fields": (
                    "businessunitid",
                    "isdisabled",
                    "islicensed",
                    "isintegrationuser",
                    *readonly_fields,
                ),
            },
        ),
    )
