"""``coupledDataSynchronizationErrors``: what is not in step and why; the skipped records among them."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from crm_integration.actions.action import Action
from crm_integration.actions.on_problems import (
    DELETE_COUPLINGS,
    DELETE_RECORDS,
    FIND_FOR_DELETED,
    RESTORE_RECORDS,
    RETRY,
    RETRY_ALL,
)
from crm_integration.actions.permissions import VIEW_PROBLEMS
from crm_integration.models import SynchProblem
from crm_integration.rest_api import options
from crm_integration.rest_api.bound_actions import BoundAction, Given, Subjects, for_one_and_many
from crm_integration.rest_api.chosen_ids import NUMBERS
from crm_integration.rest_api.resource import Resource, nullable, row_number
from crm_integration.sentences import problem_sentence
from erp.rest_api.entity import calculated, joined
from erp.rest_api.kinds import BOOLEAN, ID, INTEGER, MOMENT, TEXT
from odata.keyset import Key


def _sentences(ids: Collection[Any]) -> Mapping[Any, str]:
    found = SynchProblem.objects.filter(id__in=ids).select_related("mapping")
    return {problem.pk: problem_sentence(problem) for problem in found}


COUPLED_DATA_ERRORS: Final = Resource(
    name="coupledDataSynchronizationErrors",
    singular="coupledDataSynchronizationError",
    permission=VIEW_PROBLEMS,
    records=SynchProblem.objects.all,
    read_id=row_number,
    order=(Key("failed_at", descending=True, nullable=False),),
    declared=(
        joined("id", "id", kind=INTEGER),
        joined("integrationTableMapping", "mapping__name"),
        nullable("recordId", "erp_id", kind=ID),
        nullable("integrationRecordId", "crm_id", kind=ID),
        joined("description", "description"),
        joined("field", "field"),
        joined("code", "code"),
        calculated("message", _sentences, kind=TEXT),
        joined("cure", "cure", kind=options.CURE),
        joined("numberOfTimes", "times", kind=INTEGER),
        joined("skipped", "is_skipped", kind=BOOLEAN),
        joined("firstFailedDateTime", "first_failed_at", kind=MOMENT),
        joined("failedDateTime", "failed_at", kind=MOMENT),
    ),
)


def _of_mapping(_key: str, given: Given) -> Subjects:
    return Subjects(mapping=given.get("integrationTableMapping") or "")


def _on_all(name: str, action: Action, **more: Any) -> BoundAction:
    return BoundAction(
        resource=COUPLED_DATA_ERRORS,
        name=name,
        action=action,
        subjects=_of_mapping,
        is_of_set=True,
        tells=True,
        **more,
    )


ON_COUPLED_DATA_ERRORS: Final = (
    *(
        bound
        for name, action in (
            ("retry", RETRY),
            ("restoreRecords", RESTORE_RECORDS),
            ("deleteRecords", DELETE_RECORDS),
            ("deleteCouplings", DELETE_COUPLINGS),
        )
        for bound in for_one_and_many(
            COUPLED_DATA_ERRORS, ids=NUMBERS, name=name, action=action, tells=name != "retry"
        )
    ),
    _on_all("retryAll", RETRY_ALL),
    _on_all("findForDeleted", FIND_FOR_DELETED, parameters={"integrationTableMapping": TEXT}),
)
