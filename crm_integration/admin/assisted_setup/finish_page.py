"""Finish: by an administrator's sign-in where one is needed; then the review of the full synchronization."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from crm_integration.actions.on_assisted_setup import FINISH_ASSISTED_SETUP
from crm_integration.actions.on_review import START_FULL_SYNCH
from crm_integration.actions.perform import may
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.sign_in_pages import lead_to_sign_in
from crm_integration.connection.assisted_setup.draft import setup_of
from crm_integration.connection.assisted_setup.steps import Step
from crm_integration.connection.check_result import ConnectionNotReady, Outcome
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import AssistedSetupDraft
from crm_integration.sentences import sentence

PURPOSE = "assisted_setup"
# What a test announces has come about when it is told here.
NOW = {"local_currency_taken_over": "local_currency_was_taken_over"}


def finish_or_sign_in(request: HttpRequest, draft: AssistedSetupDraft) -> HttpResponse:
    if not draft.needs_sign_in:
        return finish_and_tell(request)
    try:
        setup = setup_of(draft, now=timezone.now())
    except DataverseError as error:
        messages.error(request, crm_sentence(error))
        return HttpResponseRedirect(_summary())
    return lead_to_sign_in(request, purpose=PURPOSE, back=_summary(), setup=setup)


def finish_and_tell(request: HttpRequest, answer: SignInAnswer | None = None) -> HttpResponse:
    """Once the administrator has signed in, or at once where nobody has to."""
    inputs = {"sign_in": answer} if answer else {}
    try:
        outcome = perform_and_tell(request, FINISH_ASSISTED_SETUP, inputs=inputs)
    except ConnectionNotReady as missing:
        messages.error(request, sentence("assisted_setup_not_ready", {}))
        for found in missing.results:
            if found.outcome is Outcome.ERROR:
                messages.error(request, sentence(found.code, found.params))
        outcome = None
    if outcome is None:
        return HttpResponseRedirect(_summary())
    for found in [*outcome.params["results"], *outcome.params["left"]]:
        if found["outcome"] != Outcome.OK:
            code = NOW.get(found["code"], found["code"])
            messages.warning(request, sentence(code, found["params"]))
    if outcome.params["runs_full_synchronization"] and may(START_FULL_SYNCH, request.user):
        perform_and_tell(request, START_FULL_SYNCH)
    return HttpResponseRedirect(reverse("admin:full_synch_review"))


def _summary() -> str:
    return reverse("admin:assisted_setup_step", args=[Step.SUMMARY.value])
