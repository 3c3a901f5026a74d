"""``couplings``: which record of the back office is which record of the CRM; making and deleting them."""

from dataclasses import replace
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.on_records import DELETE_COUPLING, SET_UP_COUPLING
from crm_integration.actions.permissions import VIEW_COUPLINGS
from crm_integration.coupling.version import version_of
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import Coupling
from crm_integration.rest_api import options, resource_operations
from crm_integration.rest_api.given_values import given_values
from crm_integration.rest_api.mapping_actions import refuse_what_nobody_chooses
from crm_integration.rest_api.resource import Resource, nullable
from crm_integration.rest_api.resource_views import ResourceListView, ResourceRecordView, missing
from erp.rest_api.entity import joined
from erp.rest_api.entity_view import expected_version, guid
from erp.rest_api.kinds import ID, TEXT
from erp.rest_api.openapi.described import Described
from erp.rest_api.openapi.parameters import IF_MATCH
from erp.rest_api.rows import ETAG
from odata.etag import format_etag

COUPLINGS: Final = Resource(
    name="couplings",
    singular="coupling",
    permission=VIEW_COUPLINGS,
    records=Coupling.objects.all,
    declared=(
        joined("id", "id", kind=ID),
        joined("integrationTableMapping", "mapping__name"),
        joined("table", "erp_table"),
        joined("recordId", "erp_id", kind=ID),
        joined("integrationTable", "crm_table"),
        joined("integrationRecordId", "crm_id", kind=ID),
        joined("state", "state", kind=options.COUPLING_STATE),
        nullable("lastSynchDateTime", "last_synch_at"),
        nullable("lastSynchModifiedDateTime", "last_synch_erp_modified_at"),
        nullable("lastSynchIntegrationModifiedDateTime", "last_synch_crm_modified_at"),
        joined("lastSynchResult", "last_synch_result", kind=options.RESULT),
        joined("lastSynchIntegrationResult", "last_synch_crm_result", kind=options.RESULT),
    ),
)
WRITTEN: Final = {
    "integrationTableMapping": TEXT,
    "recordId": ID,
    "integrationRecordId": ID,
    "synchronize": options.AFTER_COUPLING,
}
REQUIRED: Final = ("integrationTableMapping", "recordId", "integrationRecordId")


class CouplingsView(ResourceListView):
    """``POST`` couples two records; ``synchronize`` says with whose data they are then made equal."""

    resource = COUPLINGS
    http_method_names = ["get", "head", "post"]

    def described(self, method: str) -> Described:
        if method == "POST":
            made = resource_operations.created(self.resource, WRITTEN, required=REQUIRED)
            return resource_operations.with_etag(made, self.resource)
        return resource_operations.with_etag(super().described(method), self.resource)

    def permission_for(self, method: str) -> str | None:
        return SET_UP_COUPLING.permission if method == "POST" else super().permission_for(method)

    def post(self, request: Request) -> Response:
        given = given_values(self.body(request), WRITTEN, required=REQUIRED)
        mapping = given["integrationTableMapping"]
        if mapping in MAPPINGS:
            refuse_what_nobody_chooses(mapping)
        outcome = self.perform(
            SET_UP_COUPLING,
            mapping=mapping,
            ids=(given["recordId"],),
            inputs={
                "crm_id": given["integrationRecordId"],
                "synchronize": given.get("synchronize") or "no",
            },
        )
        coupling_id = guid(outcome.params["coupling"])
        answer = Response(self.one(request, COUPLINGS, coupling_id), status=201)
        answer["Location"] = self.address(request, f"couplings({coupling_id})")
        return answer


class CouplingView(ResourceRecordView):
    """``DELETE`` leaves both records as they are; ``If-Match`` is required."""

    resource = COUPLINGS
    http_method_names = ["get", "head", "delete"]

    def described(self, method: str) -> Described:
        if method == "DELETE":
            return replace(resource_operations.deleted(self.resource), parameters=(IF_MATCH,))
        return resource_operations.with_etag(super().described(method), self.resource)

    def permission_for(self, method: str) -> str | None:
        return DELETE_COUPLING.permission if method == "DELETE" else super().permission_for(method)

    def get(self, request: Request, **path: str) -> Response:
        found = super().get(request, **path)
        tag = format_etag(version_of(coupling_in(path)))
        return Response({**found.data, ETAG: tag}, headers={"ETag": tag})

    def delete(self, request: Request, **path: str) -> Response:
        coupling = coupling_in(path)
        expected = {coupling.id: expected_version(request, version_of(coupling))}
        inputs = {"expected": expected}
        self.perform(DELETE_COUPLING, mapping=coupling.mapping_id, ids=(coupling.erp_id,), inputs=inputs)
        return Response(status=204)


def coupling_in(path: dict[str, Any]) -> Coupling:
    """The coupling that a path names. Raises ODataError."""
    coupling_id = guid(path["record_id"])
    found = Coupling.objects.filter(id=coupling_id).first()
    if found is None:
        raise missing(COUPLINGS, coupling_id)
    return found
