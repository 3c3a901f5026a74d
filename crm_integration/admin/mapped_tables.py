"""A mapping at a page: its stored row, its words, its records by id."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from crm_integration.actions.action import Action
from crm_integration.coupling.status import CouplingStatus, statuses
from crm_integration.mappings.registry import (
    CHOSEN_MAPPINGS,
    MAPPINGS,
    RECORD_MAPPINGS,
    SYNCHRONIZED_MAPPINGS,
    page_of,
)
from crm_integration.models import IntegrationTableMapping
from crm_integration.sentences import words_of
from crm_integration.sentences.words import TableWords
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.extensions import SALES, SETUP, Area
from erp.admin.formats import record_name
from erp.admin.site import site
from erp.queries.table_fields import model_of


def declared(name: str) -> TableMapping:
    """Returns the mapping as it is delivered. Raises Http404, also for lines, which have no pages."""
    if name not in SYNCHRONIZED_MAPPINGS:
        raise Http404
    return SYNCHRONIZED_MAPPINGS[name]


def declared_of_records(name: str) -> TableMapping:
    """The same for a mapping that couples records with records. Raises Http404 for one of options, too."""
    if name not in RECORD_MAPPINGS:
        raise Http404
    return RECORD_MAPPINGS[name]


def declared_of_pairs(name: str) -> TableMapping:
    """The same for a mapping whose pairs people choose. Raises Http404 for one of documents, too."""
    if name not in CHOSEN_MAPPINGS:
        raise Http404
    return CHOSEN_MAPPINGS[name]


def mapping_of_table(erp_table: str) -> TableMapping:
    return next(mapping for mapping in MAPPINGS.values() if mapping.erp_table == erp_table)


def stored(request: HttpRequest, name: str) -> IntegrationTableMapping | None:
    """Returns the mapping's row, asked for once per request."""
    known = _memo(request, "integration_mappings")
    if not known:
        known |= {row.name: row for row in IntegrationTableMapping.objects.all()}
    return known.get(name)


def status_of(request: HttpRequest, table: str, record_id: UUID) -> CouplingStatus:
    """Returns the coupling status of the card's record, asked for once per request."""
    known = _memo(request, "coupling_statuses")
    if (table, record_id) not in known:
        known[table, record_id] = statuses(table, [record_id])[record_id]
    return known[table, record_id]


def _memo(request: HttpRequest, name: str) -> dict[Any, Any]:
    if not hasattr(request, name):
        setattr(request, name, {})
    found: dict[Any, Any] = getattr(request, name)
    return found


def crm_words(mapping: TableMapping) -> TableWords:
    """What the mapping's records are called in the CRM."""
    return words_of("option" if mapping.is_option_mapping else mapping.crm_table)


def label_words(mapping: TableMapping) -> dict[str, str]:
    """What the labels of actions may name."""
    return {
        "crm_record": capfirst(str(crm_words(mapping).one)),
        "erp_record": capfirst(str(words_of(mapping.erp_table).one)),
        "crm_product": settings.CRM_PRODUCT_NAME,
        "erp_product": settings.ERP_PRODUCT_NAME,
    }


def label_of(action: Action, mapping: TableMapping) -> str:
    return str(action.label) % label_words(mapping)


def records(mapping: TableMapping, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Returns the chosen records that there are, in the order in which they were chosen."""
    found = model_of(mapping.erp_table)._default_manager.in_bulk(list(ids))
    return {id: found[id] for id in ids if id in found}


def record(mapping: TableMapping, id: UUID) -> Any:
    """Returns one record. Raises Http404."""
    found = records(mapping, [id]).get(id)
    if found is None:
        raise Http404
    return found


def list_url(mapping: TableMapping) -> str:
    return reverse(f"admin:erp_{_model_name(mapping)}_changelist")


def card_url(mapping: TableMapping, id: UUID) -> str:
    return reverse(f"admin:erp_{_model_name(mapping)}_change", args=[id])


def _model_name(mapping: TableMapping) -> str:
    return page_of(mapping.erp_table).replace("_", "")


def area_of(mapping: TableMapping) -> Area:
    """Where the table stands in the sidebar."""
    model_admin = site._registry.get(model_of(mapping.erp_table))
    return getattr(model_admin, "area", SETUP if mapping.erp_table == "currency" else SALES)


def crumbs(mapping: TableMapping, *chosen: Model) -> list[tuple[Any, str]]:
    """The breadcrumbs of a page about records: area, list, the record if it is one."""
    area = area_of(mapping)
    trail: list[tuple[Any, str]] = [
        (area.label, reverse("admin:area", args=[area.code])),
        (capfirst(str(words_of(mapping.erp_table).many)), list_url(mapping)),
    ]
    if len(chosen) == 1:
        trail.append((record_name(chosen[0]), card_url(mapping, chosen[0].pk)))
    return trail
