"""Synchronization Log of a record: what was written to either side, when, by which run, and what failed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from crm_integration.admin.field_changes import shown_change, values_in
from crm_integration.admin.mapped_tables import crumbs, declared, record
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.models import SynchJobChange, SynchJobError
from crm_integration.sentences import sentence
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.formats import record_name
from erp.admin.site import site

MOST = 100


def synchronization_log(request: HttpRequest, mapping: str, erp_id: UUID) -> HttpResponse:
    known = declared(mapping)
    chosen = record(known, erp_id)
    entries = [*_changes(known, erp_id), *_errors(known, erp_id)]
    entries.sort(key=lambda entry: entry["at"], reverse=True)
    return site.page(
        request,
        "crm_integration/synchronization_log.html",
        title=_("Synchronization Log"),
        subtitle=record_name(chosen),
        breadcrumbs=crumbs(known, chosen),
        mapping=known,
        record=chosen,
        entries=entries[:MOST],
        most=MOST if len(entries) > MOST else 0,
    )


def _changes(mapping: TableMapping, erp_id: UUID) -> list[dict[str, Any]]:
    found = list(SynchJobChange.objects.filter(erp_id=erp_id).select_related("synch_job")[:MOST])
    texts = ValueTexts(mapping, values_in(found))
    return [
        {"at": change.written_at, "job": change.synch_job, **shown_change(change, mapping, texts)}
        for change in found
    ]


def _errors(mapping: TableMapping, erp_id: UUID) -> list[dict[str, Any]]:
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    found = SynchJobError.objects.filter(erp_id=erp_id).select_related("synch_job")[:MOST]
    return [
        {
            "at": error.failed_at,
            "job": error.synch_job,
            "sentence": sentence(
                error.code, {**tables, "field": error.field, "cure": error.cure, **error.params}
            ),
        }
        for error in found
    ]
