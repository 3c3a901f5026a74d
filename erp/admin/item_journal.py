"""The item journal: its lines, and Post."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from erp.admin.code_tables import general
from erp.admin.extensions import PROCESS, PRODUCTS, Action, extensions
from erp.admin.formats import quantity_text
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import ItemJournalLine
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.delete_item_journal_line import delete_item_journal_line
from erp.operations.errors import OperationError
from erp.operations.modify_item_journal_lines import modify_item_journal_lines
from erp.operations.post_item_journal import post_item_journal
from erp.operations.record_operations import by_rows


@admin.register(ItemJournalLine, site=site)
class ItemJournalAdmin(RecordAdmin):
    table = "item_journal_line"
    area, area_order = PRODUCTS, 60
    menu_label = _("Item Journal")
    keywords = _("adjust inventory stock")
    operations = by_rows(
        create=create_item_journal_lines,
        modify=modify_item_journal_lines,
        delete=delete_item_journal_line,
        id_name="record_id",
    )
    key_field = ""
    lookup_fields = ("item",)
    list_display = ["document_no", "posting_date", "entry_type", "item_no", "description", "amount", "unit"]
    list_display_links = ["document_no"]
    numeric_columns = ["amount"]
    minor_columns = ["posting_date", "description"]
    ordering = ["line_no"]
    search_fields = ["document_no", "item__no", "description"]
    search_help_text = _("Search document no., item no., description")
    empty_text = _("Enter what was found or has gone missing in stock, then post it.")
    fieldsets = general(
        ("posting_date", "item"),
        ("document_no", "description"),
        ("entry_type", "quantity"),
        ("unit_of_measure",),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new line goes on with the document of the last one."""
        last = ItemJournalLine.objects.order_by("-line_no").first()
        given = {
            "posting_date": last.posting_date if last else timezone.localdate(),
            "document_no": last.document_no if last else "",
        }
        return {**given, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("Item No."), ordering="item_id")
    def item_no(self, line: ItemJournalLine) -> str:
        return line.item_id

    @admin.display(description=_("Quantity"), ordering="quantity")
    def amount(self, line: ItemJournalLine) -> str:
        return quantity_text(line.quantity)

    @admin.display(description=_("Unit"))
    def unit(self, line: ItemJournalLine) -> str:
        return line.unit_of_measure_id or ""


def _post(request: HttpRequest, ids: Sequence[UUID]) -> None:
    try:
        posted = post_item_journal()
    except OperationError as error:
        messages.error(request, str(error))
        return
    count = len(posted.entries)
    text = ngettext("%(count)s line was posted.", "%(count)s lines were posted.", count)
    messages.success(request, text % {"count": count})
    for shortage in posted.shortages:
        sentence = _("Item %(item)s is below zero now: %(inventory)s are in inventory.")
        figures = {"item": shortage.item_no, "inventory": quantity_text(shortage.inventory)}
        messages.warning(request, sentence % figures)


extensions.for_table(
    "item_journal_line",
    Action(
        code="post",
        label=_("Post"),
        group=PROCESS,
        icon="check",
        run=_post,
        on=frozenset({"list"}),
        promoted=True,
        permission="erp.change_itemjournalline",
    ),
)
