"""``integrationTableMappings('…')/crmRecords``: records of the CRM that could be coupled, found by a text."""

from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.permissions import VIEW_COUPLINGS
from crm_integration.coupling.search import search_crm
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import Coupling
from crm_integration.rest_api import resource_operations
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.integration_view import IntegrationView, refusals
from crm_integration.rest_api.mapping_actions import refuse_what_nobody_chooses
from crm_integration.rest_api.resource import DeclaredResource, nullable, quoted_name
from crm_integration.rest_api.resource_views import missing
from erp.rest_api.api_view import pairs
from erp.rest_api.entity import joined
from erp.rest_api.kinds import BOOLEAN, ID
from erp.rest_api.openapi.described import Described, Parameter
from erp.rest_api.openapi.parameters import SELECT, TOP
from erp.rest_api.openapi.refusals import READING
from erp.rest_api.rows import columns_of, json_values
from odata.errors import bad_query
from odata.query import parse_query_options

MOST: Final = 500
FOUND: Final = 50
LONGEST: Final = 100
CRM_RECORDS: Final = DeclaredResource(
    name="crmRecords",
    singular="crmRecord",
    permission=VIEW_COUPLINGS,
    declared=(
        joined("id", "id", kind=ID),
        joined("name", "name"),
        joined("coupled", "is_coupled", kind=BOOLEAN),
        joined("coupledTo", "coupled_to"),
        nullable("recordId", "erp_id", kind=ID),
    ),
)
SEARCH: Final = Parameter(
    component="search",
    name="search",
    place="query",
    description="A part of a name or number.",
    schema={"type": "string", "maxLength": LONGEST},
)


class CrmRecordsView(IntegrationView):
    """Inside the filter of the mapping; 50, or as many as ``$top`` says, up to 500."""

    http_method_names = ["get", "head"]

    def permission_for(self, method: str) -> str | None:
        return CRM_RECORDS.permission

    def described(self, method: str) -> Described:
        found = resource_operations.listed(CRM_RECORDS, within=INTEGRATION_TABLE_MAPPINGS)
        refused = (*READING, *resource_operations.OF_CRM)
        return resource_operations.with_parameters(found, (SEARCH, SELECT, TOP), refused)

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=frozenset({"$select", "$top"}))
        columns = columns_of(CRM_RECORDS, options.select)
        mapping = quoted_name(path["record_id"])
        if mapping not in MAPPINGS:
            raise missing(INTEGRATION_TABLE_MAPPINGS, mapping)
        refuse_what_nobody_chooses(mapping)
        limit = FOUND if options.top is None else min(options.top, MOST)
        rows = _rows(mapping, _text(request), limit)
        context = self.context(request, CRM_RECORDS.name)
        return Response({"@odata.context": context, "value": json_values(rows, columns, key="id")})


def _text(request: Request) -> str:
    text: str = request.query_params.get("search", "").strip()
    if len(text) > LONGEST:
        raise bad_query(f"A search has {LONGEST} characters at most.")
    return text


def _rows(mapping: str, text: str, limit: int) -> list[dict[str, Any]]:
    if not limit:
        return []
    with refusals(mapping):
        found = search_crm(mapping_name=mapping, text=text, limit=limit)
    coupled = Coupling.objects.filter(mapping=mapping, crm_id__in=[one.crm_id for one in found])
    erp_ids = dict(coupled.values_list("crm_id", "erp_id"))
    return [
        {
            "id": one.crm_id,
            "name": one.name,
            "is_coupled": bool(one.coupled_to),
            "coupled_to": one.coupled_to,
            "erp_id": erp_ids.get(one.crm_id),
        }
        for one in found
    ]
