"""Lists of the CRM's records, over the Web API: what is there, what is coupled, what can be created here."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm_integration.actions.on_crm_records import CREATE_IN_ERP
from crm_integration.actions.perform import may
from crm_integration.admin.candidates import Row, headers_of, rows_of
from crm_integration.admin.crm_links import crm_url
from crm_integration.admin.filter_text import filter_text
from crm_integration.admin.mapped_tables import card_url, declared_of_records, label_of
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.selection import as_uuid
from crm_integration.coupling.search import search_crm
from crm_integration.dataverse.errors import DataverseError
from crm_integration.mappings.registry import list_name
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.sentences import words_of
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.site import site

STEP = 50
MOST = 500


@dataclass(frozen=True)
class Listed:
    """A row with the links to both of its records."""

    row: Row
    crm_url: str
    card_url: str


def title_of(mapping: TableMapping) -> str:
    records = capfirst(str(words_of(mapping.crm_table).many))
    if list_name(mapping) != mapping.crm_table:
        records = f"{records} ({words_of(mapping.erp_table).many})"
    words = {"records": records, "crm": settings.CRM_PRODUCT_NAME}
    return _("%(records)s - %(crm)s") % words


def crm_records(request: HttpRequest, mapping: str) -> HttpResponse:
    known = declared_of_records(mapping)
    if request.method == "POST":
        return _create(request, known)
    text = request.GET.get("q", "").strip()[:100]
    limit = _limit(request)
    found: dict[str, Any] = {"rows": [], "error": ""}
    try:
        candidates = search_crm(mapping_name=mapping, text=text, limit=limit)
        found["rows"] = _listed(known, rows_of(known, candidates))
    except DataverseError as error:
        found["error"] = crm_sentence(error)
    stored = load_mapping(mapping)
    more: dict[str, str | int] = {"q": text, "limit": limit + STEP, "coupled": request.GET.get("coupled", "")}
    return site.page(
        request,
        "crm_integration/crm_records.html",
        title=title_of(known),
        mapping=known,
        query=text,
        wanted=as_uuid(request.GET.get("id", "")),
        coupled=request.GET.get("coupled", ""),
        headers=headers_of(known),
        filter_text=filter_text(stored.crm_filter, table=known.crm_table, is_crm=True),
        may_create=may(CREATE_IN_ERP, request.user) and stored.direction.reaches_erp,
        create_label=label_of(CREATE_IN_ERP, known),
        is_full=len(found["rows"]) >= limit,
        more_url=f"?{urlencode(more)}" if limit < MOST else "",
        **(found | {"rows": _narrowed(found["rows"], request.GET.get("coupled", ""))}),
    )


def _limit(request: HttpRequest) -> int:
    try:
        return min(MOST, max(STEP, int(request.GET.get("limit", STEP))))
    except ValueError:
        return STEP


def _listed(mapping: TableMapping, rows: list[Row]) -> list[Listed]:
    setup = ConnectionSetup.get()
    coupled = dict(
        Coupling.objects.filter(mapping=mapping.name, crm_id__in=[row.crm_id for row in rows]).values_list(
            "crm_id", "erp_id"
        )
    )
    return [
        Listed(
            row=row,
            crm_url=crm_url(mapping.crm_table, row.crm_id, setup=setup),
            card_url=card_url(mapping, coupled[row.crm_id]) if row.crm_id in coupled else "",
        )
        for row in rows
    ]


def _narrowed(rows: list[Listed], coupled: str) -> list[Listed]:
    if coupled not in ("yes", "no"):
        return rows
    return [listed for listed in rows if bool(listed.card_url) == (coupled == "yes")]


def _create(request: HttpRequest, mapping: TableMapping) -> HttpResponse:
    if not may(CREATE_IN_ERP, request.user):
        raise PermissionDenied
    ids = tuple(id for text in request.POST.getlist("id") if isinstance(id := as_uuid(text), UUID))
    if not ids:
        messages.warning(request, _("Choose at least one record."))
    else:
        perform_and_tell(request, CREATE_IN_ERP, mapping=mapping.name, ids=ids)
    return HttpResponseRedirect(request.get_full_path())
