"""Throws away what was entered in the guide and is not set up: says what is lost and what stays first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.admin.assisted_setup.texts import title
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.connection.assisted_setup.draft import saved_draft
from erp.admin.site import site


def discard_assisted_setup(request: HttpRequest) -> HttpResponse:
    draft = saved_draft()
    if draft is None:
        return HttpResponseRedirect(reverse("admin:assisted_setup"))
    if request.method == "POST":
        draft.delete()
        messages.success(request, _("What was entered is discarded. The connection is as it was."))
        return HttpResponseRedirect(reverse("admin:connection_setup"))
    guide = reverse("admin:assisted_setup")
    return site.page(
        request,
        "crm_integration/assisted_setup/discard.html",
        title=_("Discard what was entered?"),
        breadcrumbs=[area_crumb(), (title(), guide)],
        form_page=True,
        draft=draft,
        back=guide,
    )
