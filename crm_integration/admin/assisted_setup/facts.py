"""What the pages of the steps show besides what they ask."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from crm_integration.admin.assisted_setup.data_form import groups
from crm_integration.admin.assisted_setup.forms import StepForm
from crm_integration.admin.assisted_setup.texts import CHOICE_TEXTS
from crm_integration.admin.assisted_setup.user_form import UserForm
from crm_integration.admin.item_availability import holders_of_keys
from crm_integration.admin.sign_in_pages import sign_in_facts
from crm_integration.connection.addresses import own_item_availability_url
from crm_integration.connection.assisted_setup.choices import CHOICES
from crm_integration.connection.assisted_setup.draft import setup_of
from crm_integration.connection.assisted_setup.embedded import is_embedded_offered
from crm_integration.connection.assisted_setup.steps import Step
from crm_integration.connection.solution.integration_solution import (
    INTEGRATION_SOLUTION,
    INTEGRATION_USER_ROLE,
)
from crm_integration.dataverse.environment import is_embedded
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import AssistedSetupDraft, ConnectionSetup, IntegrationTableMapping
from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.queries.local_currency import local_currency_code

Facts = Mapping[str, Any]


def _environment(request: HttpRequest, draft: AssistedSetupDraft, form: StepForm) -> Facts:
    is_saved = bool(draft.client_secret) and not form.errors.keys() & {"client_secret", "password"}
    return {
        "offers_embedded": is_embedded_offered(),
        "is_secret_saved": is_saved and "replace" not in request.GET,
    }


def _sign_in(request: HttpRequest, draft: AssistedSetupDraft, form: StepForm) -> Facts:
    return _sign_in_facts(request, draft)


def _user(request: HttpRequest, draft: AssistedSetupDraft, form: StepForm) -> Facts:
    """Asks the CRM when the step is opened, so that what must be mended is said at once."""
    if isinstance(form, UserForm) and not form.is_bound:
        form.cleaned_data = {}
        form.check(draft, now=timezone.now())
    return {"found": getattr(form, "found", None), "role": INTEGRATION_USER_ROLE}


def _data(request: HttpRequest, draft: AssistedSetupDraft, form: StepForm) -> Facts:
    return {"groups": groups(draft.chosen_data)}


def _advanced(request: HttpRequest, draft: AssistedSetupDraft, form: StepForm) -> Facts:
    return {
        "is_key_saved": bool(draft.item_availability_key) and "item_availability_key" not in form.errors,
        "own_url": own_item_availability_url(ConnectionSetup(web_client_url=draft.web_client_url)),
        "people": holders_of_keys(),
        "role": ITEM_AVAILABILITY_USER,
        "users_url": reverse("admin:auth_user_changelist"),
    }


def _summary(request: HttpRequest, draft: AssistedSetupDraft, form: StepForm) -> Facts:
    is_sales_on = draft.enables_sales_integration
    chosen = [each for each in CHOICES if each.name in draft.chosen_data]
    return {
        "on": [CHOICE_TEXTS[each.name].label for each in chosen if each.is_base or is_sales_on],
        "resting": [CHOICE_TEXTS[each.name].label for each in chosen if not (each.is_base or is_sales_on)],
        "off": [CHOICE_TEXTS[each.name].label for each in CHOICES if each not in chosen],
        "has_local_currency": bool(local_currency_code()),
        "has_mappings": IntegrationTableMapping.objects.exists(),
        "tables": [table.name for table in INTEGRATION_SOLUTION.tables],
        "roles": [role.name for role in INTEGRATION_SOLUTION.roles],
        **_sign_in_facts(request, draft),
    }


def _sign_in_facts(request: HttpRequest, draft: AssistedSetupDraft) -> Facts:
    """An environment that the connection may not lead to is said when it is finished."""
    try:
        setup = setup_of(draft, now=timezone.now())
    except DataverseError:
        return {"can_sign_in": False}
    return {
        "setup": setup,
        "is_embedded": is_embedded(setup.environment_url),
        **sign_in_facts(request, setup),
    }


FACTS: Mapping[Step, Callable[[HttpRequest, AssistedSetupDraft, StepForm], Facts]] = {
    Step.ENVIRONMENT: _environment,
    Step.SIGN_IN: _sign_in,
    Step.INTEGRATION_USER: _user,
    Step.DATA: _data,
    Step.ADVANCED: _advanced,
    Step.SUMMARY: _summary,
}
