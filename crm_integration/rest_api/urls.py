"""Paths below ``/api/dynamics/v1.0/``."""

from django.urls import URLPattern, path

from crm_integration.actions.action import Action
from crm_integration.actions.on_entries import HOLD, RESUME, RUN_NOW
from crm_integration.actions.on_jobs import STOP_JOB
from crm_integration.actions.on_problems import RETRY
from crm_integration.rest_api.coupled_data_errors import COUPLED_DATA_ERRORS
from crm_integration.rest_api.couplings import CouplingsView, CouplingView
from crm_integration.rest_api.integration_table_mappings import (
    INTEGRATION_TABLE_MAPPINGS,
    FieldMappingsView,
)
from crm_integration.rest_api.job_queue_entries import JOB_QUEUE_ENTRIES
from crm_integration.rest_api.jobs import JOBS, ActionView
from crm_integration.rest_api.notifications import notifications
from crm_integration.rest_api.resource import Resource
from crm_integration.rest_api.resource_views import ResourceListView, ResourceRecordView, ResourceView
from crm_integration.rest_api.service_document import ServiceDocument
from crm_integration.rest_api.synchronization_jobs import SYNCHRONIZATION_JOBS, SynchronizationErrorsView
from crm_integration.rest_api.synchronize_now import SynchronizeNowView
from erp.rest_api.api_view import UnknownResource

RECORD = "(<str:record_id>)"


def _read(resource: Resource) -> list[URLPattern]:
    """The list and one of its records, to read."""
    name = resource.name
    of_list: type[ResourceView] = type("ListView", (ResourceListView,), {"resource": resource})
    of_record: type[ResourceView] = type("RecordView", (ResourceRecordView,), {"resource": resource})
    return [
        path(name, of_list.as_view(), name=f"crm_api_{name}"),
        path(name + RECORD, of_record.as_view(), name=f"crm_api_{name}_record"),
    ]


def _bound(resource: Resource, name: str, action: Action) -> URLPattern:
    """An action without parameters on one record."""
    given = {"resource": resource, "action": action}
    view: type[ActionView] = type("BoundActionView", (ActionView,), given)
    return path(f"{resource.name}{RECORD}/Dynamics.{name}", view.as_view(), name=f"crm_api_{name}")


urlpatterns = [
    path("notifications", notifications, name="crm_notifications"),
    path("", ServiceDocument.as_view(), name="crm_api_service_document"),
    *_read(INTEGRATION_TABLE_MAPPINGS),
    path(
        f"{INTEGRATION_TABLE_MAPPINGS.name}{RECORD}/integrationFieldMappings",
        FieldMappingsView.as_view(),
        name="crm_api_integrationFieldMappings",
    ),
    path("couplings", CouplingsView.as_view(), name="crm_api_couplings"),
    path(f"couplings{RECORD}", CouplingView.as_view(), name="crm_api_couplings_record"),
    path(
        f"couplings{RECORD}/Dynamics.synchronizeNow",
        SynchronizeNowView.as_view(),
        name="crm_api_synchronizeNow",
    ),
    *_read(JOBS),
    _bound(JOBS, "stop", STOP_JOB),
    *_read(JOB_QUEUE_ENTRIES),
    _bound(JOB_QUEUE_ENTRIES, "runNow", RUN_NOW),
    _bound(JOB_QUEUE_ENTRIES, "hold", HOLD),
    _bound(JOB_QUEUE_ENTRIES, "resume", RESUME),
    *_read(SYNCHRONIZATION_JOBS),
    path(
        f"{SYNCHRONIZATION_JOBS.name}{RECORD}/synchronizationErrors",
        SynchronizationErrorsView.as_view(),
        name="crm_api_synchronizationErrors",
    ),
    *_read(COUPLED_DATA_ERRORS),
    _bound(COUPLED_DATA_ERRORS, "retry", RETRY),
    path("<path:unknown>", UnknownResource.as_view(), name="crm_api_unknown"),
]
