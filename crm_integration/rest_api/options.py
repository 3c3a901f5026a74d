"""Options of the integration as the API calls them: what is stored, without underscores."""

from enum import Enum

from crm_integration.models import (
    Coupling,
    IntegrationTableMapping,
    Job,
    JobQueueEntry,
    SynchJob,
    SynchProblem,
)
from crm_integration.table_mapping.direction import Direction
from erp.rest_api.kinds import Kind, option_kind


def _kind(*stored: str) -> Kind:
    return option_kind({value: "".join(map(str.capitalize, value.split("_"))) or " " for value in stored})


def _of(choices: type[Enum]) -> Kind:
    return _kind(*(str(choice.value) for choice in choices))


DIRECTION = _of(Direction)
ONE_WAY = _kind(Direction.TO_INTEGRATION_TABLE.value, Direction.FROM_INTEGRATION_TABLE.value)
COUPLING_STATE = _of(Coupling.State)
RESULT = _of(Coupling.Result)
UPDATE_CONFLICT = _of(IntegrationTableMapping.UpdateConflict)
DELETION_CONFLICT = _of(IntegrationTableMapping.DeletionConflict)
AFTER_COUPLING = _of(IntegrationTableMapping.AfterCoupling)
JOB_STATUS = _of(Job.Status)
ENTRY_STATUS = _of(JobQueueEntry.Status)
SYNCH_JOB_STATUS = _of(SynchJob.Status)
SYNCH_JOB_TYPE = _of(SynchJob.Type)
CURE = _of(SynchProblem.Cure)
