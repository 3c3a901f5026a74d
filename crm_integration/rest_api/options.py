"""Options of the integration as the API calls them: what is stored, without underscores."""

from enum import Enum

from crm_integration.document_flow.order_life.journey import Progress, StageName
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    FullSynchReviewLine,
    IntegrationTableMapping,
    Job,
    JobQueueEntry,
    SynchJob,
    SynchJobChange,
    SynchProblem,
)
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.problem import Cure
from erp.rest_api.kinds import Kind, option_kind


def camel_case(stored: str) -> str:
    return "".join(map(str.capitalize, stored.split("_")))


def _kind(*stored: str) -> Kind:
    return option_kind({value: camel_case(value) or " " for value in stored})


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
SYNCH_JOB_STATUS_OR_NONE = _kind("", *(status.value for status in SynchJob.Status))
RECOMMENDATION = _of(FullSynchReviewLine.Recommendation)
REVIEW_STATUS = _of(FullSynchReviewLine.Status)
RUN_STATUS = _kind("not_started", "running", "in_step", "ended_with_errors")
AUTHENTICATION_TYPE = _of(ConnectionSetup.AuthenticationType)
SIDE = _of(SynchJobChange.Side)
CHANGE = _of(SynchJobChange.Kind)
STAGE = _of(StageName)
PROGRESS = _of(Progress)
CURE = _of(SynchProblem.Cure)
# Blank where nothing stands in the way.
CURE_OF_DOCUMENT = _kind("", *(cure.value for cure in Cure))
ORDER_STATUS = _kind("waiting", "failed", "created", "canceled")
QUOTE_STATUS = _kind("waiting", "failed", "created", "won", "closed", "deleted")
