"""Where a record is opened in the CRM."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from crm_integration.admin.mapped_tables import crumbs, declared_of_records
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.sentences import words_of
from erp.admin.site import site


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
