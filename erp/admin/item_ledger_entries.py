"""List and card of item ledger entries: they are read, never written."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.admin.code_tables import general
from erp.admin.extensions import PRODUCTS
from erp.admin.formats import quantity_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import ItemLedgerEntry


@admin.register(ItemLedgerEntry, site=site)
class ItemLedgerEntryAdmin(RecordAdmin):
    table = "item_ledger_entry"
    area, area_order = PRODUCTS, 70
    key_field = ""
    list_display = [
        "entry_no",
        "posting_date",
        "entry_type",
        "document_no",
        "item_no",
        "description",
        "amount",
    ]
    list_display_links = ["entry_no"]
    numeric_columns = ["amount"]
    minor_columns = ["entry_type", "description"]
    list_filter = [("entry_type", titled(_("entry type")))]
    ordering = ["-entry_no"]
    search_fields = ["document_no", "item__no"]
    search_help_text = _("Search document no., item no.")
    empty_text = _("Whatever changes a stock leaves an entry here: post the item journal, for example.")
    fieldsets = general(
        ("entry_no", "posting_date"),
        ("item", "entry_type"),
        ("description", "document_no"),
        ("quantity", "unit_of_measure_code"),
        ("qty_per_unit_of_measure",),
    )

    @admin.display(description=_("Item No."), ordering="item_id")
    def item_no(self, entry: ItemLedgerEntry) -> str:
        return entry.item_id

    @admin.display(description=_("Quantity"), ordering="quantity")
    def amount(self, entry: ItemLedgerEntry) -> str:
        return quantity_text(entry.quantity)
