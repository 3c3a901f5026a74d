"""``synchronizationJobs``: what each run did in one direction, with its ``synchronizationErrors``."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from crm_integration.actions.permissions import VIEW_JOBS
from crm_integration.models import SynchJob, SynchJobError
from crm_integration.rest_api import options, resource_operations
from crm_integration.rest_api.resource import Resource, nullable
from crm_integration.rest_api.resource_views import ResourceListView, missing
from crm_integration.sentences import sentence
from erp.rest_api.entity import calculated, joined
from erp.rest_api.entity_view import guid
from erp.rest_api.kinds import ID, INTEGER, MOMENT, TEXT
from erp.rest_api.openapi.described import Described
from odata.keyset import Key

COUNTS: Final = ("inserted", "modified", "unchanged", "skipped", "failed", "deleted", "coupled", "uncoupled")


def _messages(ids: Collection[Any]) -> Mapping[Any, str]:
    found = SynchJob.objects.filter(id__in=ids).values_list("id", "message_code", "message_params")
    return {id: sentence(code, {"cure": "", **params}) for id, code, params in found}


def _sentences(ids: Collection[Any]) -> Mapping[Any, str]:
    found = SynchJobError.objects.filter(id__in=ids).select_related("synch_job__mapping")
    return {error.pk: sentence(error.code, _params(error)) for error in found}


def _params(error: SynchJobError) -> dict[str, Any]:
    mapping = error.synch_job.mapping
    known = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    return {**known, "field": error.field, "cure": error.cure, **error.params}


SYNCHRONIZATION_JOBS: Final = Resource(
    name="synchronizationJobs",
    singular="synchronizationJob",
    permission=VIEW_JOBS,
    records=SynchJob.objects.all,
    order=(Key("started_at", descending=True, nullable=False),),
    declared=(
        joined("id", "id", kind=ID),
        joined("integrationTableMapping", "mapping__name"),
        nullable("jobId", "job__id", kind=ID),
        nullable("requestedBy", "requested_by__username", kind=TEXT),
        joined("type", "type", kind=options.SYNCH_JOB_TYPE),
        joined("direction", "direction", kind=options.DIRECTION),
        joined("status", "status", kind=options.SYNCH_JOB_STATUS),
        calculated("message", _messages, kind=TEXT),
        *(joined(name, name, kind=INTEGER) for name in COUNTS),
        joined("startedDateTime", "started_at", kind=MOMENT),
        nullable("finishedDateTime", "finished_at"),
    ),
)
SYNCHRONIZATION_ERRORS: Final = Resource(
    name="synchronizationErrors",
    singular="synchronizationError",
    permission=VIEW_JOBS,
    records=SynchJobError.objects.all,
    order=(Key("failed_at", descending=True, nullable=False),),
    declared=(
        joined("id", "id", kind=INTEGER),
        nullable("recordId", "erp_id", kind=ID),
        nullable("integrationRecordId", "crm_id", kind=ID),
        joined("description", "description"),
        joined("field", "field"),
        joined("code", "code"),
        calculated("message", _sentences, kind=TEXT),
        joined("failedDateTime", "failed_at", kind=MOMENT),
    ),
)


class SynchronizationErrorsView(ResourceListView):
    """Those of the job in the path."""

    resource = SYNCHRONIZATION_ERRORS

    def described(self, method: str) -> Described:
        return resource_operations.listed(self.resource, within=SYNCHRONIZATION_JOBS)

    def records(self) -> QuerySet[Any]:
        job_id = guid(self.kwargs["record_id"])
        if not SynchJob.objects.filter(id=job_id).exists():
            raise missing(SYNCHRONIZATION_JOBS, job_id)
        return super().records().filter(synch_job=job_id)
