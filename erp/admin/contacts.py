"""List and card of contacts: companies, and the persons who work there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import SALES
from erp.admin.list_filters import reference_filter, titled
from erp.admin.record_admin import RecordAdmin, without_fields
from erp.admin.site import site
from erp.models import Contact, ContactType
from erp.operations.create_contacts import create_contacts
from erp.operations.delete_contact import delete_contact
from erp.operations.modify_contacts import modify_contacts
from erp.operations.record_operations import by_rows


@admin.register(Contact, site=site)
class ContactAdmin(RecordAdmin):
    table = "contact"
    area, area_order = SALES, 20
    operations = by_rows(
        create=create_contacts, modify=modify_contacts, delete=delete_contact, id_name="contact_id"
    )
    key_field, key_required = "no", False
    lookup_fields = ("company",)

    list_display = ["no", "name", "type", "company_name", "city", "e_mail", "phone_no"]
    list_display_links = ["name"]
    minor_columns = ["type", "city", "e_mail", "phone_no"]
    list_filter = [("type", titled(_("type"))), ("salesperson", reference_filter(_("salesperson")))]
    ordering = ["no"]
    search_fields = ["no", "name", "company_name", "e_mail"]
    search_help_text = _("Search no., name, company, e-mail")
    empty_text = _("Companies and the persons who work there. A customer brings its company contact along.")

    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("no", "type"),
                    ("name", "company"),
                    ("first_name", "company_name"),
                    ("middle_name", "job_title"),
                    ("surname", "salutation_code"),
                    ("search_name", "salesperson"),
                    ("modified_at",),
                ],
            },
        ),
        (
            _("Address and contact"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("address", "phone_no"),
                    ("address_2", "mobile_phone_no"),
                    ("post_code", "e_mail"),
                    ("city", "home_page"),
                    ("county", "fax_no"),
                    ("country_region", "pager"),
                ],
            },
        ),
        (_("Foreign trade"), {"classes": ["collapse"], "fields": [("currency",)]}),
    ]
    facts = {
        _("General"): ["company_name"],
        _("Address and contact"): ["city", "phone_no"],
        _("Foreign trade"): ["currency"],
    }
    readonly_fields = ["company_name", "modified_at"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Where a company is looked up, only companies are offered."""
        if request.GET.get("field_name") == "company":
            queryset = queryset.filter(type=ContactType.COMPANY)
        return super().get_search_results(request, queryset, search_term)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else without_fields(fieldsets, {"company_name", "modified_at"})
