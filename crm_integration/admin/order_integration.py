"""Sales order integration: on and off by an administrator's sign-in, and what is done automatically."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_order_integration import (
    DISABLE_ORDER_INTEGRATION,
    ENABLE_ORDER_INTEGRATION,
    SAVE_ORDER_INTEGRATION,
)
from crm_integration.admin.connection_pages import PAGE as CONNECTION_PAGE
from crm_integration.admin.connection_pages import TITLE as CONNECTION_TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.admin.sign_in_pages import lead_to_sign_in, sign_in_facts
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.connection.switch_sales_order_integration import AUTOMATIC
from crm_integration.models import ConnectionSetup
from erp.admin.site import site

THIS_PAGE = "admin:order_integration"
ON, OFF = "order_integration_on", "order_integration_off"
PURPOSES = {ON: ENABLE_ORDER_INTEGRATION, OFF: DISABLE_ORDER_INTEGRATION}


def order_integration(request: HttpRequest) -> HttpResponse:
    setup = ConnectionSetup.get()
    if request.method == "POST":
        if "_save" in request.POST:
            inputs = {switch: switch in request.POST for switch in AUTOMATIC}
            perform_and_tell(request, SAVE_ORDER_INTEGRATION, inputs=inputs)
            return HttpResponseRedirect(reverse(CONNECTION_PAGE))
        purpose = OFF if setup.is_sales_order_integration_enabled else ON
        return lead_to_sign_in(request, purpose=purpose, back=reverse(THIS_PAGE))
    return site.page(
        request,
        "crm_integration/order_integration.html",
        title=_("Sales order integration"),
        breadcrumbs=[area_crumb(), (CONNECTION_TITLE, reverse(CONNECTION_PAGE))],
        form_page=True,
        setup=setup,
        back=reverse(CONNECTION_PAGE),
        **sign_in_facts(request, setup),
    )


def switch_and_tell(request: HttpRequest, answer: SignInAnswer) -> HttpResponse:
    """After the administrator signed in for one of ``PURPOSES``."""
    assert answer.pending is not None  # noqa: S101 (its purpose led here)
    perform_and_tell(request, PURPOSES[answer.pending.purpose], inputs={"sign_in": answer})
    return HttpResponseRedirect(reverse(THIS_PAGE))
