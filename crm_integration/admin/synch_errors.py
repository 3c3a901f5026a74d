"""Coupled Data Synchronization Errors: what waits for a person, grouped by cause, with what can be done."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_integration.actions.on_problems import ON_PROBLEMS, couplings_of
from crm_integration.actions.on_records import SYNCHRONIZE_NOW
from crm_integration.actions.perform import LARGEST_SELECTION, may
from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.problem_groups import by_cause, by_mapping, shown
from crm_integration.admin.selection import as_number, surviving_versions, url_with_selection
from crm_integration.coupling.delete_records import Versions
from crm_integration.coupling.delete_records import surviving_versions as read_versions
from crm_integration.dataverse.errors import DataverseError
from crm_integration.mappings.registry import RECORD_MAPPINGS
from crm_integration.models import IntegrationTableMapping, SynchProblem
from crm_integration.models.synch_problem import ProblemQuerySet
from erp.admin.site import site

PAGE = "admin:synch_errors"
Cure = SynchProblem.Cure
MOST = 10_000  # that are grouped
NARROWING = ("mapping", "problem", "cure", "cause")
GROUPS = ("cause", "mapping", "list")
# How many groups, or errors, make a page.
SIZES = {"cause": 25, "mapping": 100, "list": 100}


def synch_errors(request: HttpRequest) -> HttpResponse:
    group = request.GET.get("group", "cause")
    group = group if group in GROUPS else "cause"
    entries = _entries(request, group)
    listed = Paginator(entries, SIZES[group]).get_page(request.GET.get("page"))
    is_list = group == "list"
    return site.page(
        request,
        "crm_integration/synch_errors.html",
        title=_("Coupled Data Synchronization Errors"),
        breadcrumbs=[(CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code]))],
        group=group,
        groups=[] if is_list else list(listed),
        rows=[shown(problem, request.user) for problem in _with_mappings(listed)] if is_list else [],
        listed=listed,
        page_url=f"?{urlencode({**_narrowing(request), 'group': group})}&page=",
        narrowing=urlencode(_narrowing(request)),
        causes=sum(1 for one in entries if one.cure != Cure.OWED) if group == "cause" else 0,
        **_numbers(request),
        mapping=request.GET.get("mapping", ""),
        is_narrowed=bool(_narrowing(request)),
        tabs=_tabs(request, group),
        may={name: may(action, request.user) for name, action in ON_PROBLEMS.items()},
        may_synchronize=may(SYNCHRONIZE_NOW, request.user),
    )


def _entries(request: HttpRequest, group: str) -> Any:
    """What becomes pages: the errors themselves, or groups of them."""
    if group == "list":
        return _problems(request) if "cause" in request.GET else _found(request)
    return (by_mapping if group == "mapping" else by_cause)(_problems(request), request.user)


def _numbers(request: HttpRequest) -> dict[str, int]:
    """``errors`` as every page counts them, and ``owed``: values that follow by themselves."""
    if "cause" in request.GET:
        cures = [one.cure for one in _problems(request)]
        owed = cures.count(Cure.OWED)
        return {"errors": len(cures) - owed, "owed": owed}
    found = _found(request)
    return {"errors": found.errors().count(), "owed": found.filter(cure=Cure.OWED).count()}


def _problems(request: HttpRequest) -> list[SynchProblem]:
    """The errors that the address asks for."""
    problems = _with_mappings(_found(request)[:MOST])
    if wanted := request.GET.get("cause"):
        return next((one.problems for one in by_cause(problems, request.user) if one.code == wanted), [])
    return problems


def _with_mappings(found: Iterable[SynchProblem]) -> list[SynchProblem]:
    """The mappings are few and read once."""
    mappings = IntegrationTableMapping.objects.in_bulk()
    problems = list(found)
    for problem in problems:
        problem.mapping = mappings[problem.mapping_id]
    return problems


def _narrowing(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in NARROWING if name in request.GET}


def _found(request: HttpRequest) -> ProblemQuerySet:
    found = SynchProblem.objects.order_by("first_failed_at", "pk")
    if mapping := request.GET.get("mapping"):
        found = found.filter(mapping=mapping)
    if cure := request.GET.get("cure"):
        found = found.filter(cure=cure)
    if problem := request.GET.get("problem"):
        found = found.filter(pk=as_number(problem) or 0)
    return found


def _tabs(request: HttpRequest, current: str) -> list[tuple[str, str, bool]]:
    labels = {"cause": _("By cause"), "mapping": _("By mapping"), "list": _("As a list")}
    kept = _narrowing(request)
    return [
        (label, f"?{urlencode({**kept, 'group': name})}", name == current) for name, label in labels.items()
    ]


@require_POST
def problem_action(request: HttpRequest, action: str) -> HttpResponse:
    """Performs an action with the chosen errors; what cannot be taken back is asked first."""
    ids = _chosen(request)
    if action == "synchronize":
        return _synchronize(request, ids)
    known = ON_PROBLEMS.get(action)
    if known is None:
        raise Http404
    if not may(known, request.user):
        raise PermissionDenied
    if known.page and ids and "_confirmed" not in request.POST:
        return _confirm(request, action, ids)
    mapping = request.POST.get("mapping", "") if action == "find_for_deleted" else ""
    inputs = {"mapping": mapping, "expected": surviving_versions(request)}
    perform_and_tell(request, known, ids=ids, inputs=inputs, mapping=mapping)
    return HttpResponseRedirect(_back(request))


def _chosen(request: HttpRequest) -> tuple[int, ...]:
    """Errors by their check boxes, or those of one cause by its button, as many as can be chosen at once."""
    if cause := request.POST.get("cause"):
        found = SynchProblem.objects.order_by("first_failed_at", "pk")
        groups = by_cause(_with_mappings(found[:MOST]), request.user)
        same_cause = next((group.ids for group in groups if group.code == cause), [])
        return tuple(sorted(same_cause[:LARGEST_SELECTION]))
    given = request.POST.getlist("problem")
    for text in request.POST.getlist("problems"):
        given += text.split(",")
    ids = {id for text in given if (id := as_number(text)) is not None}
    return tuple(sorted(ids)[: LARGEST_SELECTION + 1])  # one more than is allowed, which is then said


def _back(request: HttpRequest) -> str:
    query = request.POST.get("query", "")
    return f"{reverse(PAGE)}?{query}" if query else reverse(PAGE)


def _synchronize(request: HttpRequest, ids: Sequence[int]) -> HttpResponse:
    """Leads to *Synchronize Now* for the records of the chosen errors, which must be of one mapping."""
    if not may(SYNCHRONIZE_NOW, request.user):
        raise PermissionDenied
    chosen = SynchProblem.objects.filter(pk__in=ids, erp_id__isnull=False)
    names = set(chosen.values_list("mapping_id", flat=True))
    if len(names) != 1:
        messages.warning(
            request, _("Choose errors of one mapping.") if names else _("Choose at least one record.")
        )
        return HttpResponseRedirect(_back(request))
    name = names.pop()
    if name not in RECORD_MAPPINGS:  # an option has no fields to compare: it is looked at again
        perform_and_tell(request, ON_PROBLEMS["retry"], ids=tuple(ids))
        return HttpResponseRedirect(_back(request))
    url = reverse("admin:synchronize_now", args=[name])
    erp_ids = [id for id in chosen.values_list("erp_id", flat=True).distinct() if id]
    return HttpResponseRedirect(url_with_selection(request, url, erp_ids))


def _confirm(request: HttpRequest, action: str, ids: Sequence[int]) -> HttpResponse:
    is_delete = action == "delete_records"
    couplings = couplings_of(ids, only_gone=is_delete)
    expected: Versions = {}
    if is_delete:
        try:
            expected = read_versions(coupling_ids=couplings)
        except DataverseError as error:
            messages.error(request, crm_sentence(error))
            return HttpResponseRedirect(_back(request))
    titles = {
        "delete_records": _("Delete the surviving records?"),
        "delete_couplings": _("Delete the couplings?"),
    }
    return site.page(
        request,
        "crm_integration/confirm_problem_action.html",
        title=titles[action],
        breadcrumbs=[(_("Coupled Data Synchronization Errors"), reverse(PAGE))],
        form_page=True,
        action=action,
        is_delete=is_delete,
        ids=ids,
        number=len(couplings),
        expected_json=json.dumps({str(id): version for id, version in expected.items()}),
        names=list(
            SynchProblem.objects.filter(pk__in=ids).values_list("description", flat=True).distinct()[:10]
        ),
        query=request.POST.get("query", ""),
        back=_back(request),
    )


def waiting_for_people(request: HttpRequest) -> int:
    """How many errors the sidebar counts: those that do not cure themselves."""
    found: Any = getattr(request, "waiting_problems", None)
    if found is None:
        found = SynchProblem.objects.for_people().count()
        request.waiting_problems = found  # type: ignore[attr-defined]
    return int(found)
