"""Item Availability Web Service: publish it to the CRM."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_item_availability import ENABLE_ITEM_AVAILABILITY
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.admin.connection_pages import PAGE as CONNECTION_PAGE
from crm_integration.admin.connection_pages import TITLE as CONNECTION_TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import call_for, crm_sentence
from crm_integration.connection.addresses import item_availability_url, own_item_availability_url
from crm_integration.connection.solution.integration_solution import PRODUCT_AVAILABILITY_ROLE
from crm_integration.connection.switch_item_availability import OPEN_ITEM_AVAILABILITY
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence
from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.admin.site import site

PAGE = "admin:item_availability"
TITLE = _("Item Availability Web Service")
BACKEND = "django.contrib.auth.backends.ModelBackend"
FIELD_OF = {
    "availability_url_invalid": "url",
    "availability_url_not_service": "url",
    "availability_user_refused": "key",
    "availability_key_missing": "key",
    "availability_user_lacks_role": "user_name",
}


class AvailabilityForm(forms.Form):
    """The key is written only: blank keeps the one that is saved."""

    url = forms.URLField(
        max_length=200, required=False, assume_scheme="https", label=_("Item Availability Web Service URL")
    )
    user_name = forms.CharField(max_length=150, label=_("User Name"))
    key = forms.CharField(
        max_length=200,
        required=False,
        label=_("Web Service Access Key"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


def item_availability(request: HttpRequest) -> HttpResponse:
    setup = ConnectionSetup.get()
    if request.method != "POST":
        return _page(request, setup, AvailabilityForm(initial=_initial(setup)))
    form = AvailabilityForm(request.POST, initial=_initial(setup))
    if form.is_valid() and _publish(request, form):
        return HttpResponseRedirect(reverse(CONNECTION_PAGE))
    return _page(request, setup, form, status=422)


def _publish(request: HttpRequest, form: forms.Form) -> bool:
    """Whether it was done; if not, the form now says why."""
    inputs = dict(form.cleaned_data)
    if inputs["url"] == own_item_availability_url(ConnectionSetup.get()):
        inputs["url"] = ""  # wherever we are found in the future
    try:
        outcome = perform(ENABLE_ITEM_AVAILABILITY, call_for(request, inputs=inputs))
    except DataverseError as error:
        form.add_error(FIELD_OF.get(error.code), crm_sentence(error))
        return False
    except ActionRefused as refused:
        form.add_error(None, sentence(refused.code, refused.params))
        return False
    messages.success(request, sentence(outcome.code, outcome.params))
    return True


def holders_of_keys() -> QuerySet[User]:
    """The users in whose name the CRM may ask for the stock."""
    people = User.objects.with_perm(OPEN_ITEM_AVAILABILITY, include_superusers=False, backend=BACKEND)
    return people.filter(is_active=True, web_service_key__isnull=False).order_by("username")


def _initial(setup: ConnectionSetup) -> dict[str, Any]:
    return {"url": item_availability_url(setup), "user_name": setup.item_availability_user_name}


def _page(
    request: HttpRequest, setup: ConnectionSetup, form: AvailabilityForm, *, status: int = 200
) -> HttpResponse:
    return site.page(
        request,
        "crm_integration/item_availability.html",
        title=TITLE,
        breadcrumbs=[area_crumb(), (CONNECTION_TITLE, reverse(CONNECTION_PAGE))],
        form_page=True,
        status=status,
        setup=setup,
        form=form,
        people=holders_of_keys(),
        role=ITEM_AVAILABILITY_USER,
        crm_role=PRODUCT_AVAILABILITY_ROLE,
        users_url=reverse("admin:auth_user_changelist"),
        back=reverse(CONNECTION_PAGE),
    )
