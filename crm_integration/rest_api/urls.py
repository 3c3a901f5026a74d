"""Paths below ``/api/dynamics/v1.0/``."""

from collections.abc import Iterable

from django.urls import URLPattern, path

from crm_integration.actions.on_entries import HOLD, RESUME, RUN_NOW
from crm_integration.actions.on_jobs import STOP_JOB
from crm_integration.rest_api.account_statistics import ACCOUNT_STATISTICS, ON_ACCOUNT_STATISTICS
from crm_integration.rest_api.bound_actions import BoundAction, BoundActionView, for_one
from crm_integration.rest_api.connection_views import (
    CHECKS,
    ON_CONNECTION,
    WITH_SIGN_IN,
    CheckingView,
    ConnectionView,
    SignInNeededView,
)
from crm_integration.rest_api.coupled_data_errors import COUPLED_DATA_ERRORS, ON_COUPLED_DATA_ERRORS
from crm_integration.rest_api.couplings import CouplingsView, CouplingView
from crm_integration.rest_api.crm_document_views import CrmDocumentRecordView, CrmDocumentsView
from crm_integration.rest_api.crm_documents import CRM_SALES_ORDERS, CRM_SALES_QUOTES, ON_CRM_DOCUMENTS
from crm_integration.rest_api.crm_records import CrmRecordsView
from crm_integration.rest_api.default_setup import USE_DEFAULT_SYNCHRONIZATION_SETUP, DefaultSetupView
from crm_integration.rest_api.field_mapping_views import FieldMappingsView, FieldMappingView
from crm_integration.rest_api.full_synch_review import (
    FULL_SYNCH_REVIEW,
    ON_REVIEW,
    FullSynchReviewView,
    ReviewActionView,
)
from crm_integration.rest_api.integration_api import INTEGRATION_API
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.job_queue_entries import JOB_QUEUE_ENTRIES
from crm_integration.rest_api.jobs import JOBS
from crm_integration.rest_api.mapping_actions import ON_MAPPINGS
from crm_integration.rest_api.mapping_view import MappingView
from crm_integration.rest_api.match_criteria import SET_MATCH_CRITERIA
from crm_integration.rest_api.notifications import notifications
from crm_integration.rest_api.order_journey_view import OrderJourneyView
from crm_integration.rest_api.posted_sales_invoices import ON_POSTED_SALES_INVOICES, POSTED_SALES_INVOICES
from crm_integration.rest_api.resource import DeclaredResource, Resource
from crm_integration.rest_api.resource_views import ResourceListView, ResourceRecordView, ResourceView
from crm_integration.rest_api.service_document import ServiceDocument
from crm_integration.rest_api.synchronization_changes import SYNCHRONIZATION_CHANGES
from crm_integration.rest_api.synchronization_jobs import SYNCHRONIZATION_JOBS, SynchronizationErrorsView
from crm_integration.rest_api.synchronize_now import SynchronizeNowView
from erp.rest_api.api_view import UnknownResource
from erp.rest_api.description_view import description_routes

RECORD, PARENT = "(<str:record_id>)", "(<str:parent_id>)"


def _list(resource: Resource) -> URLPattern:
    view: type[ResourceView] = type("ListView", (ResourceListView,), {"resource": resource})
    return path(resource.name, view.as_view(), name=f"crm_api_{resource.name}")


def _read(resource: Resource) -> list[URLPattern]:
    """The list and one of its records, to read."""
    name = resource.name
    of_record: type[ResourceView] = type("RecordView", (ResourceRecordView,), {"resource": resource})
    return [
        _list(resource),
        path(name + RECORD, of_record.as_view(), name=f"crm_api_{name}_record"),
    ]


def _crm_documents(resource: DeclaredResource) -> list[URLPattern]:
    """Documents of the CRM: the list and one of them."""
    name, given = resource.name, {"resource": resource}
    of_list: type[CrmDocumentsView] = type("ListView", (CrmDocumentsView,), given)
    of_record: type[CrmDocumentRecordView] = type("RecordView", (CrmDocumentRecordView,), given)
    return [
        path(name, of_list.as_view(), name=f"crm_api_{name}"),
        path(name + RECORD, of_record.as_view(), name=f"crm_api_{name}_record"),
    ]


def _routes(
    actions: Iterable[BoundAction], view: type[BoundActionView] = BoundActionView
) -> list[URLPattern]:
    """Of actions, each bound to a record or to the whole set."""
    return [_route(bound, view) for bound in actions]


def _route(bound: BoundAction, of: type[BoundActionView]) -> URLPattern:
    view: type[BoundActionView] = type(of.__name__, (of,), {"bound": bound, "resource": bound.resource})
    place = bound.resource.name + ("" if bound.is_of_set else RECORD)
    name = f"crm_api_{bound.resource.name}_{bound.name}{'_of_many' if bound.is_of_set else ''}"
    return path(f"{place}/Dynamics.{bound.name}", view.as_view(), name=name)


def _with_sign_in(name: str, page: str) -> URLPattern:
    view: type[SignInNeededView] = type("SignInView", (SignInNeededView,), {"page": page, "name": name})
    return path(f"connection/Dynamics.{name}", view.as_view(), name=f"crm_api_connection_{name}")


urlpatterns = [
    path("notifications", notifications, name="crm_notifications"),
    path("", ServiceDocument.as_view(), name="crm_api_service_document"),
    *description_routes(INTEGRATION_API, "crm_api"),
    path(
        f"{INTEGRATION_TABLE_MAPPINGS.name}{RECORD}",
        MappingView.as_view(),
        name="crm_api_integrationTableMappings_record",
    ),
    _list(INTEGRATION_TABLE_MAPPINGS),
    *_routes([*ON_MAPPINGS, SET_MATCH_CRITERIA]),
    path(
        f"{INTEGRATION_TABLE_MAPPINGS.name}{RECORD}/crmRecords",
        CrmRecordsView.as_view(),
        name="crm_api_crmRecords",
    ),
    path(
        f"{INTEGRATION_TABLE_MAPPINGS.name}{RECORD}/integrationFieldMappings",
        FieldMappingsView.as_view(),
        name="crm_api_integrationFieldMappings",
    ),
    path(
        f"{INTEGRATION_TABLE_MAPPINGS.name}{PARENT}/integrationFieldMappings{RECORD}",
        FieldMappingView.as_view(),
        name="crm_api_integrationFieldMappings_record",
    ),
    path("couplings", CouplingsView.as_view(), name="crm_api_couplings"),
    path(f"couplings{RECORD}", CouplingView.as_view(), name="crm_api_couplings_record"),
    path(
        f"couplings{RECORD}/Dynamics.synchronizeNow",
        SynchronizeNowView.as_view(),
        name="crm_api_synchronizeNow",
    ),
    *_read(JOBS),
    *_routes([for_one(JOBS, "stop", STOP_JOB)]),
    *_read(JOB_QUEUE_ENTRIES),
    *_routes(
        for_one(JOB_QUEUE_ENTRIES, name, action)
        for name, action in (("runNow", RUN_NOW), ("hold", HOLD), ("resume", RESUME))
    ),
    *_read(SYNCHRONIZATION_JOBS),
    path(
        f"{SYNCHRONIZATION_JOBS.name}{RECORD}/synchronizationErrors",
        SynchronizationErrorsView.as_view(),
        name="crm_api_synchronizationErrors",
    ),
    *_read(COUPLED_DATA_ERRORS),
    *_routes(ON_COUPLED_DATA_ERRORS),
    *_crm_documents(CRM_SALES_ORDERS),
    *_crm_documents(CRM_SALES_QUOTES),
    *_routes(ON_CRM_DOCUMENTS),
    path(
        f"{CRM_SALES_ORDERS.name}{RECORD}/orderJourney",
        OrderJourneyView.as_view(),
        name="crm_api_orderJourney",
    ),
    *_read(SYNCHRONIZATION_CHANGES),
    *_read(ACCOUNT_STATISTICS),
    *_routes(ON_ACCOUNT_STATISTICS),
    *_read(POSTED_SALES_INVOICES),
    *_routes(ON_POSTED_SALES_INVOICES),
    path(FULL_SYNCH_REVIEW.name, FullSynchReviewView.as_view(), name="crm_api_fullSynchReview"),
    *_routes(ON_REVIEW, ReviewActionView),
    path("connection", ConnectionView.as_view(), name="crm_api_connection"),
    *_routes(CHECKS, CheckingView),
    *_routes(ON_CONNECTION),
    *_routes([USE_DEFAULT_SYNCHRONIZATION_SETUP], DefaultSetupView),
    *(_with_sign_in(name, page) for name, page in WITH_SIGN_IN.items()),
    path("<path:unknown>", UnknownResource.as_view(), name="crm_api_unknown"),
]
