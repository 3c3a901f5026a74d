"""List and card of salespeople."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import SALES
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import Salesperson
from erp.operations.create_salespeople import create_salespeople
from erp.operations.delete_salesperson import delete_salesperson
from erp.operations.modify_salespeople import modify_salespeople
from erp.operations.record_operations import by_rows


@admin.register(Salesperson, site=site)
class SalespersonAdmin(RecordAdmin):
    table = "salesperson"
    area, area_order = SALES, 60
    operations = by_rows(
        create=create_salespeople,
        modify=modify_salespeople,
        delete=delete_salesperson,
        id_name="salesperson_id",
    )
    list_display = ["code", "name", "job_title", "e_mail", "phone_no"]
    list_display_links = ["name"]
    minor_columns = ["job_title", "phone_no"]
    ordering = ["code"]
    search_fields = ["code", "name", "e_mail"]
    search_help_text = _("Search code, name, e-mail")
    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [("code", "job_title"), ("name", "phone_no"), ("e_mail", "e_mail_2")],
            },
        )
    ]
