"""``crmSalesOrders(…)/orderJourney``: the stages of an order from submit to paid, and what keeps it."""

from typing import Any, Final

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.permissions import VIEW_DOCUMENTS
from crm_integration.document_flow.order_life.journey import Stage, stages_of
from crm_integration.document_flow.order_life.journey_reader import read_journey
from crm_integration.rest_api import options, resource_operations
from crm_integration.rest_api.crm_documents import AMOUNT, CRM_SALES_ORDERS
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.resource import DeclaredResource, nullable
from crm_integration.rest_api.resource_views import missing
from crm_integration.sentences import sentence
from erp.rest_api.api_view import pairs
from erp.rest_api.entity import joined
from erp.rest_api.kinds import BOOLEAN, DATE, INTEGER
from erp.rest_api.openapi.described import Described
from erp.rest_api.openapi.refusals import READING
from erp.rest_api.rows import json_values
from odata.query import parse_query_options

STAGES: Final = DeclaredResource(
    name="orderJourney",
    singular="orderStage",
    permission=VIEW_DOCUMENTS,
    declared=(
        joined("sequence", "sequence", kind=INTEGER),
        joined("stage", "stage", kind=options.STAGE),
        joined("progress", "progress", kind=options.PROGRESS),
        joined("partial", "partial", kind=BOOLEAN),
        nullable("reachedDateTime", "at"),
        nullable("reachedDate", "on", kind=DATE),
        nullable("dueDate", "due_date", kind=DATE),
        joined("documentNumber", "document_no"),
        joined("quantityDone", "done", kind=AMOUNT),
        joined("quantity", "of", kind=AMOUNT),
        joined("unitOfMeasureCode", "unit"),
        joined("code", "code"),
        joined("message", "message"),
    ),
)


class OrderJourneyView(IntegrationView):
    http_method_names = ["get", "head"]

    def permission_for(self, method: str) -> str | None:
        return STAGES.permission

    def described(self, method: str) -> Described:
        found = resource_operations.listed(STAGES, within=CRM_SALES_ORDERS)
        return resource_operations.with_parameters(found, (), READING)

    def get(self, request: Request, **path: str) -> Response:
        parse_query_options(pairs(request), allowed=frozenset())
        crm_id = CRM_SALES_ORDERS.read_id(path["record_id"])
        journey = read_journey(crm_id, listed=None)
        if journey is None:
            raise missing(CRM_SALES_ORDERS, crm_id)
        stages = stages_of(journey.facts, today=timezone.localdate())
        rows = [_row(number, stage) for number, stage in enumerate(stages, start=1)]
        context = self.context(request, STAGES.name)
        value = json_values(rows, list(STAGES.declared), key="sequence")
        return Response({"@odata.context": context, "value": value})


def _row(number: int, stage: Stage) -> dict[str, Any]:
    measure, blocker = stage.measure, stage.blocker
    params = {"field": blocker.field, "cure": blocker.cure.value, **blocker.params} if blocker else {}
    return {
        "sequence": number,
        "stage": stage.name.value,
        "progress": stage.progress.value,
        "partial": stage.is_partial,
        "at": stage.at,
        "on": stage.on,
        "due_date": stage.due_date,
        "document_no": stage.document.no if stage.document else "",
        "done": measure.done if measure else None,
        "of": measure.of if measure else None,
        "unit": measure.unit if measure else "",
        "code": blocker.code if blocker else "",
        "message": sentence(blocker.code, params) if blocker else "",
    }
