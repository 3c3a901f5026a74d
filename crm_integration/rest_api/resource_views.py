"""The records of a resource: page by page, and one."""

from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.rest_api import resource_operations
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.resource import DeclaredResource, Resource
from erp.rest_api.api_view import pairs
from erp.rest_api.asked_page import OPTIONS, asked_page
from erp.rest_api.entity import LAST_KEY, Property
from erp.rest_api.errors import NO_SUCH_RECORD
from erp.rest_api.openapi.described import Described
from erp.rest_api.rows import Columns, columns_of, json_values, kinds_of, sort_keys
from odata.errors import ODataError
from odata.filters import to_q
from odata.page import next_link, read_page
from odata.query import QueryOptions, parse_query_options

LIST_OPTIONS: Final = OPTIONS - {"$expand"}
RECORD_OPTIONS: Final = frozenset({"$select"})
NO_OPTIONS: Final = QueryOptions()


class ResourceView(IntegrationView):
    """``resource`` is given by the routes."""

    resource: ClassVar[Resource]
    http_method_names = ["get", "head"]

    def permission_for(self, method: str) -> str | None:
        return self.resource.permission

    def records(self) -> QuerySet[Any]:
        """Those that the path leads to."""
        return self.resource.records()

    def one(
        self, request: Request, resource: Resource, record_id: Any, options: QueryOptions = NO_OPTIONS
    ) -> dict[str, Any]:
        """A record of this or another resource as JSON. Raises ODataError."""
        columns = columns_of(resource, options.select)
        rows = list(resource.records().filter(id=record_id).values(*_paths(columns)))
        if not rows:
            raise missing(resource, record_id)
        context = self.context(request, f"{resource.name}/$entity")
        return {"@odata.context": context, **json_values(rows, columns, key="id")[0]}


class ResourceListView(ResourceView):
    def described(self, method: str) -> Described:
        return resource_operations.listed(self.resource)

    def get(self, request: Request, **path: str) -> Response:
        asked = asked_page(request, allowed=LIST_OPTIONS)
        return Response(self._page(request, asked.options, asked.size), headers=asked.headers)

    def _page(self, request: Request, options: QueryOptions, size: int) -> dict[str, Any]:
        resource, columns = self.resource, columns_of(self.resource, options.select)
        found = self.records()
        keys = sort_keys(resource, options.orderby) if options.orderby else [*resource.order, LAST_KEY]
        if options.filter is not None:
            found = found.filter(to_q(options.filter, Columns(resource)))
        body: dict[str, Any] = {"@odata.context": self.context(request, resource.name)}
        if options.count:
            body["@odata.count"] = found.count()
        paths = _paths(columns) | {key.path for key in keys}
        page = read_page(
            found,
            keys=keys,
            kinds=kinds_of(resource),
            options=options,
            size=size,
            read=lambda rows: list(rows.values(*paths)),
        )
        body["value"] = json_values(page.rows, columns, key="id")
        if page.next_token:
            body["@odata.nextLink"] = next_link(request._request, page.next_token)
        return body


class ResourceRecordView(ResourceView):
    def described(self, method: str) -> Described:
        return resource_operations.read(self.resource)

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        record_id = self.resource.read_id(path["record_id"])
        return Response(self.one(request, self.resource, record_id, options))


def missing(resource: DeclaredResource, record_id: Any) -> ODataError:
    return ODataError(404, NO_SUCH_RECORD, f"There is no {resource.singular} {record_id}.")


def _paths(columns: list[Property]) -> set[str]:
    return {column.path for column in columns if column.is_stored} | {"id"}
