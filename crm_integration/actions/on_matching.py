"""Match-Based Coupling: by which fields records are matched, what follows, and the run itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import COUPLE, EDIT_MAPPINGS
from crm_integration.coupling.match_based_coupling import start
from crm_integration.coupling.scheduled import refuse_resting
from crm_integration.models import ConnectionSetup, IntegrationFieldMapping, IntegrationTableMapping


@dataclass(frozen=True)
class Criterion:
    """How one field row takes part. Lower priorities are tried first, together within one."""

    use_for_match: bool
    match_priority: int = 0
    is_case_sensitive: bool = False


@dataclass(frozen=True)
class Criteria:
    """``rows`` by the key of the field mapping's row."""

    rows: Mapping[int, Criterion]
    synch_after_coupling: str
    create_new_if_no_match: bool


def _save(call: Call) -> Outcome:
    criteria: Criteria = call.inputs["criteria"]
    if not any(row.use_for_match for row in criteria.rows.values()):
        raise ActionRefused("no_match_criteria", mapping=call.mapping)
    with transaction.atomic():
        for row in IntegrationFieldMapping.objects.filter(mapping=call.mapping, pk__in=criteria.rows):
            given = criteria.rows[row.pk]
            row.use_for_match = given.use_for_match
            row.match_priority = given.match_priority
            row.is_case_sensitive = given.is_case_sensitive
            row.save()
        IntegrationTableMapping.objects.filter(name=call.mapping).update(
            synch_after_coupling=criteria.synch_after_coupling,
            create_new_if_no_match=criteria.create_new_if_no_match,
            row_version=F("row_version") + 1,
        )
    return Outcome("criteria_saved", {"mapping": call.mapping})


def _start(call: Call) -> Outcome:
    if not ConnectionSetup.get().is_enabled:
        raise ActionRefused("connection_is_off")
    refuse_resting(call.mapping)
    if not IntegrationFieldMapping.objects.filter(mapping=call.mapping, use_for_match=True).exists():
        raise ActionRefused("no_match_criteria", mapping=call.mapping)
    job = start(mapping_name=call.mapping, erp_ids=call.ids or None, user=call.user)
    return Outcome("matching_started", {"mapping": call.mapping}, job_id=job.pk)


SAVE_CRITERIA = Action(
    name="save_criteria",
    label=_("Save"),
    subject=Subject.MAPPING,
    permission=EDIT_MAPPINGS,
    effect=_save,
    icon="edit",
)
START_MATCHING = Action(
    name="start_matching",
    label=_("Couple matching records"),
    subject=Subject.MAPPING,
    permission=COUPLE,
    effect=_start,
    icon="link",
)
