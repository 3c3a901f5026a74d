"""Versions of quotes and orders: made from their cards, read in a list of their own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import RELATED, Action, extensions
from erp.admin.list_filters import titled
from erp.admin.sales_documents.posted import PostedDocumentAdmin
from erp.admin.sales_documents.posted_lines import PostedLines
from erp.admin.site import site
from erp.models import SalesHeaderArchive, SalesLineArchive
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.delete_archived_sales_document import delete_archived_sales_document
from erp.operations.record_operations import Operations


class ArchivedLines(PostedLines):
    model = SalesLineArchive


@admin.register(SalesHeaderArchive, site=site)
class SalesArchiveAdmin(PostedDocumentAdmin):
    table = "sales_header_archive"
    area_order = 48
    menu_label = gettext_lazy("Archived Quotes and Orders")
    keywords = gettext_lazy("versions history")
    operations = Operations(
        delete=lambda record_id, version: delete_archived_sales_document(
            record_id=record_id, expected_version=version
        )
    )
    inlines = [ArchivedLines]
    origin = ("archived_at", "archived_by")
    list_display = [
        "no",
        "version_no",
        "document_type",
        "customer",
        "your_reference",
        "archived_at",
        "total_with_vat",
    ]
    numeric_columns = ["total_with_vat"]
    minor_columns = ["your_reference", "document_type"]
    list_filter = [("document_type", titled(gettext_lazy("document type")))]
    ordering = ["-archived_at", "-id"]
    empty_text = gettext_lazy("Versions of quotes and orders that are archived appear here.")

    def record_title(self, record: Any) -> str:
        return _("%(document)s · version %(version)s") % {
            "document": f"{record.get_document_type_display()} {record.no}",
            "version": record.version_no,
        }


def archive(request: HttpRequest, document: Any) -> None:
    """Keeps the document as it is now. Raises OperationError."""
    version = archive_sales_document(record_id=document.pk, archived_by=request.user.get_username())
    card = reverse("admin:erp_salesheaderarchive_change", args=[version.pk])
    link = format_html('<a href="{}">{}</a>', card, version.version_no)
    sentence = _("{document} is archived as version {version}.")
    messages.success(request, format_html(sentence, document=document, version=link))


def _versions_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return f"{reverse('admin:erp_salesheaderarchive_changelist')}?document_record_id__exact={ids[0]}"


def _no_versions(request: HttpRequest, document: Model) -> str:
    known = SalesHeaderArchive.objects.filter(document_record_id=document.pk).exists()
    return "" if known else _("No version of this document is archived.")


for _table in ("sales_quote", "sales_order"):
    extensions.for_table(
        _table,
        Action(
            code="versions",
            label=gettext_lazy("Versions"),
            group=RELATED,
            icon="history",
            url=_versions_url,
            needs="one",
            on=frozenset({"card"}),
            permission="erp.view_salesheaderarchive",
            unavailable=_no_versions,
            order=300,
        ),
    )
