"""What the integration shows on lists and cards: the column *Coupled*, its filter, the FactBox, notes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from crm_integration.actions.permissions import VIEW_COUPLINGS
from crm_integration.admin.coupling_note import notes_of
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.looks import COUPLING
from crm_integration.admin.mapped_tables import status_of
from crm_integration.admin.template_tags import state, when
from crm_integration.coupling.status import CouplingStatus, statuses
from crm_integration.dataverse import metadata
from crm_integration.models import Coupling, OptionMapping, SynchProblem
from crm_integration.sentences import problem_sentence, words_of
from crm_integration.sentences.captions import crm_caption
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.extensions import FactBox, Html, ListColumn, ListFilter, RecordNotes, RecordNotesSource

Cure = SynchProblem.Cure
LOOKED_FOR: Mapping[str, list[str]] = {
    "conflict": [Cure.CONFLICT],
    "failed": [Cure.REJECTED, Cure.MISSING_COUPLING, Cure.PRIVILEGE, Cure.CONFIGURATION, Cure.TRANSIENT],
    "deleted": [Cure.DELETED],
}


def parts_of(mapping: TableMapping) -> list[Any]:
    return [
        ListColumn(
            code="coupled",
            header=gettext_lazy("Coupled"),
            load=_coupled_cells(mapping),
            permission=VIEW_COUPLINGS,
            order=10,
        ),
        ListColumn(
            code="last_synch",
            header=gettext_lazy("Last synch."),
            load=_last_cells(mapping),
            numeric=True,
            minor=True,
            permission=VIEW_COUPLINGS,
            order=20,
        ),
        ListFilter(
            code="coupled",
            title=gettext_lazy("coupled"),
            choices=[(name, COUPLING[name].text) for name in FILTERED],
            apply=_narrow(mapping),
            permission=VIEW_COUPLINGS,
            order=10,
        ),
        FactBox(
            code="crm",
            title=settings.CRM_PRODUCT_NAME,
            template=f"crm_integration/factbox_{'option' if mapping.is_option_mapping else 'coupling'}.html",
            load=_option_factbox(mapping) if mapping.is_option_mapping else _factbox(mapping),
            permission=VIEW_COUPLINGS,
            order=10,
        ),
        RecordNotesSource(code="crm", load=_notes(mapping), permission=VIEW_COUPLINGS, order=10),
    ]


FILTERED = ("coupled", "not_coupled", "failed", "conflict", "skipped", "deleted")


def _page_statuses(
    request: HttpRequest, mapping: TableMapping, ids: Sequence[UUID]
) -> Mapping[UUID, CouplingStatus]:
    """Both columns of a page read the same statuses."""
    key = f"page_statuses_{mapping.erp_table}"
    if getattr(request, key, (None,))[0] != list(ids):
        setattr(request, key, (list(ids), statuses(mapping.erp_table, ids)))
    found: Mapping[UUID, CouplingStatus] = getattr(request, key)[1]
    return found


def _coupled_cells(mapping: TableMapping) -> Callable[[HttpRequest, Sequence[UUID]], dict[UUID, Html]]:
    def load(request: HttpRequest, ids: Sequence[UUID]) -> dict[UUID, Html]:
        found = _page_statuses(request, mapping, ids)
        return {id: state(COUPLING[status.state]) for id, status in found.items()}

    return load


def _last_cells(mapping: TableMapping) -> Callable[[HttpRequest, Sequence[UUID]], dict[UUID, Html]]:
    def load(request: HttpRequest, ids: Sequence[UUID]) -> dict[UUID, Html]:
        found = _page_statuses(request, mapping, ids)
        return {id: when(status.last_synch_at) for id, status in found.items()}

    return load


def _narrow(mapping: TableMapping) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def apply(queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        model = OptionMapping if mapping.is_option_mapping else Coupling
        couplings = model.objects.filter(erp_table=mapping.erp_table, erp_id=OuterRef("pk"))
        problems = SynchProblem.objects.filter(mapping=mapping.name, erp_id=OuterRef("pk"))
        if value == "coupled":
            return queryset.filter(Exists(couplings))
        if value == "not_coupled":
            return queryset.filter(~Exists(couplings))
        if value == "skipped":
            return queryset.filter(Exists(problems.filter(is_skipped=True)))
        return queryset.filter(Exists(problems.filter(is_skipped=False, cure__in=LOOKED_FOR[value])))

    return apply


def counterpart_name(mapping: TableMapping, coupling: Coupling) -> str:
    """What the CRM called its record when it was last synchronized."""
    base, primary = coupling.crm_base, metadata.table(mapping.crm_table).primary_name
    person = " ".join(str(base[name]) for name in ("firstname", "lastname") if base.get(name))
    return str(base.get(primary) or person or capfirst(str(words_of(mapping.crm_table).one)))


def _factbox(mapping: TableMapping) -> Callable[[HttpRequest, Model], dict[str, Any]]:
    def load(request: HttpRequest, record: Model) -> dict[str, Any]:
        status = status_of(request, mapping.erp_table, record.pk)
        coupling = status.coupling
        conflicts = [found for found in status.problems if found.cure == Cure.CONFLICT]
        return {
            "mapping": mapping,
            "record": record,
            "coupling": coupling,
            "state": COUPLING[status.state],
            "is_conflict": status.state == "conflict",
            "crm_word": capfirst(str(words_of(mapping.crm_table).one)),
            "crm_name": counterpart_name(mapping, coupling) if coupling else "",
            "crm_url": crm_url(mapping.crm_table, coupling.crm_id) if coupling else "",
            "last_synch_at": status.last_synch_at,
            "conflicts": len(conflicts),
            "waiting": [
                format_html("{}", problem_sentence(found))
                for found in status.problems
                if found.cure == Cure.OWED
            ],
        }

    return load


def _option_factbox(mapping: TableMapping) -> Callable[[HttpRequest, Model], dict[str, Any]]:
    def load(request: HttpRequest, record: Model) -> dict[str, Any]:
        status = status_of(request, mapping.erp_table, record.pk)
        column = crm_caption(mapping.crm_table, mapping.option_column)
        return {
            "mapping": mapping,
            "record": record,
            "state": COUPLING[status.state],
            "option": status.option,
            "column": column,
            "last_synch_at": status.last_synch_at,
        }

    return load


def _notes(mapping: TableMapping) -> Callable[[HttpRequest, Model], RecordNotes | None]:
    def load(request: HttpRequest, record: Model) -> RecordNotes | None:
        return notes_of(mapping, record, status_of(request, mapping.erp_table, record.pk), user=request.user)

    return load
