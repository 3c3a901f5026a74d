"""Performs an action for the person at a page and tells what came of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm_integration.actions.action import Action, Call, Level, Outcome
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.dataverse.errors import DataverseError
from crm_integration.sentences import sentence

LEVELS = {
    Level.SUCCESS: messages.SUCCESS,
    Level.INFO: messages.INFO,
    Level.WARNING: messages.WARNING,
    Level.ERROR: messages.ERROR,
}


def call_for(request: HttpRequest, **given: Any) -> Call:
    """The call of the person who is signed in, now."""
    user: Any = request.user
    return Call(now=timezone.now(), user=user, **given)


def perform_and_tell(
    request: HttpRequest,
    action: Action,
    *,
    mapping: str = "",
    ids: tuple[Any, ...] = (),
    inputs: Mapping[str, Any] | None = None,
) -> Outcome | None:
    """Returns the outcome, or None if it was refused; either way a message says so."""
    try:
        outcome = perform(action, call_for(request, mapping=mapping, ids=ids, inputs=inputs or {}))
    except (ActionRefused, CouplingRefused) as refused:
        messages.warning(request, sentence(refused.code, {"mapping": mapping, **refused.params}))
        return None
    except DataverseError as error:
        messages.error(request, crm_sentence(error))
        return None
    text: Any = sentence(outcome.code, outcome.params)
    if outcome.job_id:
        url = reverse("admin:integration_job", args=[outcome.job_id])
        text = format_html('{} <a href="{}">{}</a>', text, url, _("Details"))
    messages.add_message(request, LEVELS[outcome.level], text)
    return outcome


def crm_sentence(error: DataverseError) -> str:
    """Returns what the CRM, or the way to it, said."""
    return sentence(error.code, {"message": error.message, "cure": error.cure.value})
