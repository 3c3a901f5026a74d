"""What a person does with coupled data synchronization errors: retry, restore, delete, uncouple."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Input, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import COUPLE, DELETE_COUPLED, SYNCHRONIZE
from crm_integration.coupling.delete_records import GONE, delete_records
from crm_integration.coupling.repair import find_for_deleted, restore_records, retry, retry_all
from crm_integration.coupling.uncouple import uncouple
from crm_integration.mappings.registry import MAPPINGS, SYNCHRONIZED_MAPPINGS
from crm_integration.models import Coupling, IntegrationTableMapping, SynchProblem
from erp.operations.errors import OperationError


def couplings_of(problem_ids: Sequence[int], *, only_gone: bool = False) -> list[UUID]:
    """Returns the couplings that chosen errors are about."""
    problems = SynchProblem.objects.filter(pk__in=problem_ids)
    found = Coupling.objects.filter(
        Q(erp_id__in=problems.values("erp_id")) | Q(crm_id__in=problems.values("crm_id")),
        mapping__in=problems.values("mapping"),
    )
    found = found.filter(state__in=GONE) if only_gone else found
    return list(found.values_list("id", flat=True))


def _retry(call: Call) -> Outcome:
    return Outcome("problems_retried", {"number": retry(problem_ids=call.ids, user=call.user)})


def _retry_all(call: Call) -> Outcome:
    return Outcome("problems_retried", {"number": retry_all(user=call.user)})


def _restore(call: Call) -> Outcome:
    ids = couplings_of(call.ids, only_gone=True)
    if not ids:
        raise ActionRefused("nothing_to_restore")
    restore_records(coupling_ids=ids, user=call.user)
    return Outcome("records_restored", {"number": len(ids)})


def _delete_records(call: Call) -> Outcome:
    ids = couplings_of(call.ids, only_gone=True)
    if not ids:
        raise ActionRefused("nothing_to_restore")
    try:
        expected = call.inputs.get("expected")
        number = delete_records(coupling_ids=ids, expected=expected, user=call.user)
    except OperationError as refused:
        raise ActionRefused("erp_refused", message=str(refused)) from refused
    return Outcome("records_deleted", {"number": number})


def _delete_couplings(call: Call) -> Outcome:
    ids = couplings_of(call.ids)
    if not ids:
        raise ActionRefused("nothing_coupled")
    return Outcome("couplings_deleted", {"number": uncouple(coupling_ids=ids, user=call.user)})


def _find_for_deleted(call: Call) -> Outcome:
    names = [call.mapping] if call.mapping else _enabled_mappings()
    if not set(names) <= set(MAPPINGS):
        raise ActionRefused("mapping_is_not_synchronized")
    jobs = [find_for_deleted(mapping_name=name, user=call.user) for name in names]
    return Outcome("find_for_deleted_scheduled", job_id=jobs[0].pk if len(jobs) == 1 else None)


def _enabled_mappings() -> list[str]:
    enabled = IntegrationTableMapping.objects.on().filter(name__in=SYNCHRONIZED_MAPPINGS)
    return list(enabled.values_list("name", flat=True))


def _action(name: str, label: object, effect: object, icon: str, **more: object) -> Action:
    given = {"permission": SYNCHRONIZE, "needs": Needs.MANY, **more}
    return Action(name=name, label=label, subject=Subject.PROBLEM, effect=effect, icon=icon, **given)  # type: ignore[arg-type]


RETRY = _action("retry", _("Retry"), _retry, "running")
RETRY_ALL = _action("retry_all", _("Retry All"), _retry_all, "running", needs=Needs.NONE)
RESTORE_RECORDS = _action("restore_records", _("Restore Records"), _restore, "undo", permission=COUPLE)
DELETE_COUPLINGS = _action(
    "delete_couplings",
    _("Delete Couplings"),
    _delete_couplings,
    "unlink",
    permission=COUPLE,
    page="confirm_problem_action",
    is_dangerous=True,
)
DELETE_RECORDS = _action(
    "delete_records",
    _("Delete Records"),
    _delete_records,
    "trash",
    permission=DELETE_COUPLED,
    page="confirm_problem_action",
    is_dangerous=True,
)
FIND_FOR_DELETED = _action(
    "find_for_deleted",
    _("Find for Deleted"),
    _find_for_deleted,
    "search",
    needs=Needs.NONE,
    permission=COUPLE,
    inputs=(Input(name="mapping"),),
)

ON_PROBLEMS = {
    action.name: action
    for action in (RETRY, RETRY_ALL, RESTORE_RECORDS, DELETE_COUPLINGS, DELETE_RECORDS, FIND_FOR_DELETED)
}
