"""Orders and quotes of the CRM, read from there: page by page, and one."""

from dataclasses import replace
from typing import Any, ClassVar, Final, TypeGuard

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.document_flow.document_lists.document_list import WAITING, DocumentList
from crm_integration.rest_api import resource_operations
from crm_integration.rest_api.crm_document_rows import Row, row_of, rows_between
from crm_integration.rest_api.crm_documents import LISTS
from crm_integration.rest_api.integration_view import IntegrationView, refusals
from crm_integration.rest_api.resource import DeclaredResource
from crm_integration.rest_api.resource_views import RECORD_OPTIONS, missing
from erp.rest_api.api_view import pairs
from erp.rest_api.asked_page import asked_page
from erp.rest_api.openapi.described import Described
from erp.rest_api.openapi.parameters import OF_LIST, ORDERBY
from erp.rest_api.openapi.refusals import READING
from erp.rest_api.rows import columns_of, json_values
from odata.errors import BAD_TOKEN, BAD_VALUE, ODataError
from odata.expression import EQ, Comparison, Expression
from odata.page import next_link
from odata.paging import decode_token, encode_token
from odata.query import MAX_TOP, QueryOptions, parse_query_options

READ: Final = (*READING, *resource_operations.OF_CRM)
LIST_OPTIONS: Final = frozenset({"$select", "$filter", "$top", "$skip", "$count", "$skiptoken"})


class CrmDocumentView(IntegrationView):
    """``resource`` is given by the routes."""

    resource: ClassVar[DeclaredResource]
    http_method_names = ["get", "head"]

    def permission_for(self, method: str) -> str | None:
        return self.resource.permission

    @property
    def documents(self) -> DocumentList:
        return LISTS[self.resource.name]

    def as_json(self, rows: list[Row], options: QueryOptions) -> list[Row]:
        columns = columns_of(self.resource, options.select)
        return json_values(rows, columns, key="id")


class CrmDocumentsView(CrmDocumentView):
    """What waits comes first, then what failed, then the rest, the latest first; filtered by status only.

    The states of what was made are those that the job Sales Order Status read last.
    """

    def described(self, method: str) -> Described:
        parameters = [one for one in OF_LIST if one is not ORDERBY]
        return replace(resource_operations.listed(self.resource), parameters=parameters, refusals=READ)

    def get(self, request: Request) -> Response:
        asked = asked_page(request, allowed=LIST_OPTIONS)
        options = asked.options
        show = _status(options.filter, self.documents)
        start, left = _place(options)
        size = asked.size if left is None else min(asked.size, left)
        with refusals(""):
            found = rows_between(self.documents, show, start=start, size=size)
        body: dict[str, Any] = {"@odata.context": self.context(request, self.resource.name)}
        if options.count:
            body["@odata.count"] = found.number
        body["value"] = self.as_json(list(found.rows), options)
        behind, left = start + size, None if left is None else left - size
        if size and behind < found.number and left != 0:
            body["@odata.nextLink"] = next_link(
                request._request, encode_token({"place": behind, "left": left})
            )
        return Response(body, headers=asked.headers)


class CrmDocumentRecordView(CrmDocumentView):
    def described(self, method: str) -> Described:
        return replace(resource_operations.read(self.resource), refusals=READ)

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        record_id = self.resource.read_id(path["record_id"])
        columns_of(self.resource, options.select)
        with refusals(""):
            row = row_of(self.documents, record_id)
        if row is None:
            raise missing(self.resource, record_id)
        context = self.context(request, f"{self.resource.name}/$entity")
        return Response({"@odata.context": context, **self.as_json([row], options)[0]})


def _status(wanted: Expression | None, documents: DocumentList) -> str:
    """The one state that a filter asks for; blank for all. Raises ODataError."""
    if wanted is None:
        return ""
    known = {state.capitalize(): state for state in (WAITING, *documents.shows)}
    match wanted:
        case Comparison(path=path, operator=operator, literal=literal) if (path.name, operator) == (
            "status",
            EQ,
        ):
            if literal.value in known:
                return known[str(literal.value)]
    wanted_states = ", ".join(known)
    raise ODataError(400, BAD_VALUE, f"Filter by $filter=status eq '…' with one of {wanted_states}.")


def _place(options: QueryOptions) -> tuple[int, int | None]:
    """Where the page begins, and how many are left of ``$top``. Raises ODataError."""
    if not options.skiptoken:
        return options.skip or 0, options.top
    token = decode_token(options.skiptoken)
    place, left = token.get("place"), token.get("left")
    if not _is_count(place) or not (left is None or (_is_count(left) and left)):
        raise ODataError(400, BAD_TOKEN, "The token in the link does not belong to this query.")
    return place, left


def _is_count(given: Any) -> TypeGuard[int]:
    """Whether it could stand after ``$skip`` or ``$top``."""
    return type(given) is int and 0 <= given <= MAX_TOP
