"""Assisted setup: the steps, one address each; Back keeps what was typed, Next checks it, Finish does it."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_integration.admin.assisted_setup.advanced_form import AdvancedForm
from crm_integration.admin.assisted_setup.data_form import DataForm
from crm_integration.admin.assisted_setup.environment_form import EnvironmentForm
from crm_integration.admin.assisted_setup.facts import FACTS
from crm_integration.admin.assisted_setup.finish_page import finish_or_sign_in
from crm_integration.admin.assisted_setup.forms import StepForm, initial_of
from crm_integration.admin.assisted_setup.summary_form import SummaryForm
from crm_integration.admin.assisted_setup.texts import STEP_LABELS, title
from crm_integration.admin.assisted_setup.user_form import UserForm
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.sign_in_pages import redirect_uri
from crm_integration.connection.assisted_setup.choices import with_needed
from crm_integration.connection.assisted_setup.draft import draft_to_go_on_with, keep
from crm_integration.connection.assisted_setup.embedded import choose_embedded, is_embedded_offered
from crm_integration.connection.assisted_setup.steps import (
    STEPS,
    Step,
    after_change,
    is_within_reach,
    open_step,
    step_after,
    step_before,
    with_step,
)
from crm_integration.models import AssistedSetupDraft, ConnectionSetup
from erp.admin.site import site

FORMS: Mapping[Step, type[StepForm]] = {
    Step.ENVIRONMENT: EnvironmentForm,
    Step.SIGN_IN: StepForm,
    Step.INTEGRATION_USER: UserForm,
    Step.DATA: DataForm,
    Step.ADVANCED: AdvancedForm,
    Step.SUMMARY: SummaryForm,
}


def assisted_setup(request: HttpRequest) -> HttpResponse:
    """Leads to the step that is open, today or after a pause."""
    return _to(open_step(draft_to_go_on_with().done))


def assisted_setup_step(request: HttpRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    here, draft = Step(step), draft_to_go_on_with()
    if ConnectionSetup.get().is_enabled and draft.saved_at is None:
        return site.page(
            request,
            "crm_integration/assisted_setup/connected.html",
            title=title(),
            breadcrumbs=[area_crumb()],
            setup=ConnectionSetup.get(),
        )
    if not is_within_reach(here, draft.done):
        return _to(open_step(draft.done))
    if request.method == "POST":
        return _entered(request, here, draft)
    return _page(request, here, draft, FORMS[here](initial=initial_of(draft, FORMS[here])))


def _entered(request: HttpRequest, here: Step, draft: AssistedSetupDraft) -> HttpResponse:
    form, now = FORMS[here](request.POST), timezone.now()
    if here is Step.ENVIRONMENT and "_embedded" in request.POST and is_embedded_offered():
        user_name = request.user.get_username()
        choose_embedded(draft, redirect_uri=redirect_uri(request), user_name=user_name, now=now)
        form = FORMS[here](_as_posted(draft))
    form.is_valid()
    keep(draft, here, form.cleaned_data, now=now)
    if "_back" in request.POST:
        return _to(step_before(here))
    if here is Step.DATA and "_needed" in request.POST:
        keep(draft, here, {"chosen_data": with_needed(draft.chosen_data)}, now=now)
    if form.is_valid():
        form.check(draft, now=now)
    draft.done = after_change(draft.done, here) if form.errors else with_step(draft.done, here)
    if here is Step.SUMMARY:
        return finish_or_sign_in(request, draft)
    draft.save()
    return _page(request, here, draft, form, status=422) if form.errors else _to(step_after(here))


def _as_posted(draft: AssistedSetupDraft) -> dict[str, str]:
    return {name: str(value) for name, value in initial_of(draft, EnvironmentForm).items()}


def _to(step: Step) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:assisted_setup_step", args=[step.value]))


def _page(
    request: HttpRequest, here: Step, draft: AssistedSetupDraft, form: StepForm, *, status: int = 200
) -> HttpResponse:
    facts = FACTS[here](request, draft, form)
    return site.page(
        request,
        f"crm_integration/assisted_setup/{here.value.replace('-', '_')}.html",
        title=title(),
        subtitle=_("Step %(number)s of %(steps)s · %(label)s")
        % {"number": STEPS.index(here) + 1, "steps": len(STEPS), "label": STEP_LABELS[here]},
        breadcrumbs=[area_crumb()],
        form_page=True,
        status=status,
        steps=[_step(each, here, draft) for each in STEPS],
        is_first=here is STEPS[0],
        is_last=here is STEPS[-1],
        draft=draft,
        form=form,
        **facts,
    )


def _step(step: Step, here: Step, draft: AssistedSetupDraft) -> dict[str, object]:
    is_done = step in draft.done
    is_linked = step is not here and is_within_reach(step, draft.done)
    return {
        "label": STEP_LABELS[step],
        "is_done": is_done,
        "is_here": step is here,
        "url": reverse("admin:assisted_setup_step", args=[step.value]) if is_linked else "",
    }
