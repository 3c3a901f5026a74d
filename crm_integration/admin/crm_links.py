"""Where a record is opened in the CRM, and where the CRM's own links open ours."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.admin.mapped_tables import card_url, crumbs, declared_of_records, records
from crm_integration.mappings.registry import CHOSEN_MAPPINGS, RECORD_MAPPINGS, list_name
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.sentences import words_of
from erp.admin.site import site

ORDER: Final = "salesorder"


def crm_url(crm_table: str, crm_id: UUID, *, setup: ConnectionSetup | None = None) -> str:
    """Returns the address of a record's page in the CRM; the embedded one answers at our own host."""
    address = (setup or ConnectionSetup.get()).environment_url.rstrip("/")
    host = "" if address == settings.EMBEDDED_CRM_URL else address
    query = urlencode({"pagetype": "entityrecord", "etn": crm_table, "id": str(crm_id)})
    return f"{host}/main.aspx?{query}"


def open_in_crm(request: HttpRequest, mapping: str, crm_id: UUID) -> HttpResponse:
    """Leads to the record. Another host is not entered unasked: the page names it."""
    known = declared_of_records(mapping)
    url = crm_url(known.crm_table, crm_id)
    if url.startswith("/"):
        return HttpResponseRedirect(url)
    return site.page(
        request,
        "crm_integration/open_in_crm.html",
        title=_("Open in %(crm)s") % {"crm": settings.CRM_PRODUCT_NAME},
        breadcrumbs=crumbs(known),
        url=url,
        words=words_of(known.crm_table),
    )


def open_coupled_record(request: HttpRequest, mapping: str, erp_id: UUID) -> HttpResponse:
    """Leads to the record that an ERP record is coupled with."""
    coupling = Coupling.objects.filter(mapping_id=mapping, erp_id=erp_id).first()
    if coupling is None:
        raise Http404
    return open_in_crm(request, mapping, coupling.crm_id)


def open_record(request: HttpRequest, table: str, crm_id: UUID) -> HttpResponse:
    """Leads to the record that a record of the CRM is coupled with.

    An order that is invoiced, or is no sales order yet, has its journey.
    """
    for coupling in Coupling.objects.filter(crm_table=table, crm_id=crm_id, mapping__in=RECORD_MAPPINGS):
        known = RECORD_MAPPINGS[coupling.mapping_id]
        if records(known, [coupling.erp_id]):
            return HttpResponseRedirect(card_url(known, coupling.erp_id))
    if table == ORDER:
        return HttpResponseRedirect(reverse("admin:order_journey", args=[crm_id]))
    return _not_coupled(request, table)


def _not_coupled(request: HttpRequest, table: str) -> HttpResponse:
    """The list from which a record is made of it, with the reason. Raises Http404 for a table without one."""
    lists = [list_name(known) for known in CHOSEN_MAPPINGS.values() if known.crm_table == table]
    if not lists:
        raise Http404
    words = {"record": words_of(table).one, "erp_product": settings.ERP_PRODUCT_NAME}
    messages.warning(
        request, _("This %(record)s is not coupled: there is nothing to open in %(erp_product)s.") % words
    )
    return HttpResponseRedirect(reverse(f"admin:crm_{lists[0]}"))
