"""Use Default Synchronization Setup: shows what was changed, and puts back what is ticked, or all of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.actions.on_connection import USE_DEFAULT_SETUP
from crm_integration.admin.changed_mappings import changed_mappings, restored_of, versions_of
from crm_integration.admin.connection_pages import PAGE, TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from erp.admin.site import site

THIS_PAGE = "admin:use_default_setup"


def use_default_setup(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        all_shown = request.POST.getlist("shown")
        chosen = versions_of(all_shown) if "_all" in request.POST else restored_of(request.POST)
        outcome = perform_and_tell(request, USE_DEFAULT_SETUP, inputs={"restored": chosen})
        return HttpResponseRedirect(reverse(PAGE if outcome else THIS_PAGE))
    return site.page(
        request,
        "crm_integration/use_default_setup.html",
        title=_("Use the default synchronization setup?"),
        breadcrumbs=[area_crumb(), (TITLE, reverse(PAGE))],
        form_page=True,
        changed=changed_mappings(),
        back=reverse(PAGE),
    )
