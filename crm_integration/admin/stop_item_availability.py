"""Stop publishing item availability: says what the CRM's people lose and what stays, then does it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.actions.on_item_availability import DISABLE_ITEM_AVAILABILITY
from crm_integration.admin import item_availability
from crm_integration.admin.connection_pages import PAGE, TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.models import ConnectionSetup
from erp.admin.site import site


def stop_item_availability(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        perform_and_tell(request, DISABLE_ITEM_AVAILABILITY)
        return HttpResponseRedirect(reverse(PAGE))
    publishing = reverse(item_availability.PAGE)
    return site.page(
        request,
        "crm_integration/stop_item_availability.html",
        title=_("Stop publishing item availability?"),
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE)), (item_availability.TITLE, publishing)],
        form_page=True,
        setup=ConnectionSetup.get(),
        back=publishing,
    )
