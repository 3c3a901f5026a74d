"""Reset Web Client URL: says which address the CRM is told instead, and where it uses it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.actions.on_connection import RESET_WEB_CLIENT_URL
from crm_integration.admin.connection_pages import PAGE, TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.connection.addresses import web_client_url
from crm_integration.models import ConnectionSetup
from erp.admin.site import site


def reset_web_client_url(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        perform_and_tell(request, RESET_WEB_CLIENT_URL)
        return HttpResponseRedirect(reverse(PAGE))
    setup = ConnectionSetup.get()
    return site.page(
        request,
        "crm_integration/reset_web_client_url.html",
        title=_("Reset the web client URL?"),
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE))],
        form_page=True,
        setup=setup,
        present=web_client_url(setup),
        default=web_client_url(ConnectionSetup()),
        back=reverse(PAGE),
    )
