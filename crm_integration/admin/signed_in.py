"""Where the CRM sends an administrator's browser back to: does what the sign-in was begun for."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from crm_integration.admin.assisted_setup.finish_page import PURPOSE as ASSISTED_SETUP
from crm_integration.admin.assisted_setup.finish_page import finish_and_tell
from crm_integration.admin.connection_switches import ENABLE, enabled_after_sign_in
from crm_integration.admin.order_integration import PURPOSES as ORDER_INTEGRATION
from crm_integration.admin.order_integration import switch_and_tell
from crm_integration.admin.redeploy_solution import redeploy_and_tell
from crm_integration.admin.sign_in_pages import taken_sign_in


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def administrator_signed_in(request: HttpRequest) -> HttpResponse:
    """By a link from an authority, or by our own form where Windows users sign in.

    An answer to nothing that was begun is refused in the same way as one that comes too late.
    """
    answer = taken_sign_in(request)
    if answer.pending is not None and answer.pending.purpose == ENABLE:
        return enabled_after_sign_in(request, answer)
    if answer.pending is not None and answer.pending.purpose in ORDER_INTEGRATION:
        return switch_and_tell(request, answer)
    if answer.pending is not None and answer.pending.purpose == ASSISTED_SETUP:
        return finish_and_tell(request, answer)
    return redeploy_and_tell(request, answer)
