"""An entity set: its records page by page, and new ones."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from erp.models import ErpRecord
from erp.rest_api.api_view import pairs
from erp.rest_api.asked_page import asked_page
from erp.rest_api.entity_view import EntityView, in_names_of
from erp.rest_api.openapi import entity_operations
from erp.rest_api.openapi.described import Described
from erp.rest_api.rows import ETAG, Columns, as_json, columns_of, keys_of, kinds_of, read_rows
from erp.rest_api.written_values import values_with_lines, written_values
from odata.filters import to_q
from odata.page import next_link, read_page
from odata.query import RECORD_OPTIONS, QueryOptions, parse_query_options


class CollectionView(EntityView):
    def described(self, method: str) -> Described:
        describe = entity_operations.created if method == "POST" else entity_operations.listed
        return describe(self.entity)

    def get(self, request: Request, **path: str) -> Response:
        asked = asked_page(request)
        return Response(self._page(request, asked.options, asked.size), headers=asked.headers)

    def post(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        record_id = self._create(self.body(request)).id
        body = self.one(request, record_id, options)
        answer = Response(body, status=201)
        answer["Location"] = request.build_absolute_uri(f"{request.path}({record_id})")
        answer["ETag"] = body[ETAG]
        return answer

    def _create(self, body: dict[str, Any]) -> ErpRecord:
        entity = self.entity
        with in_names_of(entity):
            if entity.create_with_lines is not None:
                return entity.create_with_lines(*values_with_lines(entity, body))
            assert entity.operations.create is not None  # noqa: S101 - routed only where there is one
            values = written_values(entity, body)
            return entity.operations.create(
                {**values, entity.part_of: self.parent_id} if entity.part_of else values
            )

    def _page(self, request: Request, options: QueryOptions, size: int) -> dict[str, Any]:
        entity, columns = self.entity, columns_of(self.entity, options.select)
        found, keys = self.records(), keys_of(entity, options.orderby)
        if options.filter is not None:
            found = found.filter(to_q(options.filter, Columns(entity)))
        body: dict[str, Any] = {"@odata.context": self.context(request)}
        if options.count:
            body["@odata.count"] = found.count()
        page = read_page(
            found,
            keys=keys,
            kinds=kinds_of(entity),
            options=options,
            size=size,
            read=lambda rows: read_rows(entity, rows, columns, keys),
        )
        body["value"] = as_json(entity, page.rows, columns)
        self.expand(options, page.rows, body["value"])
        if page.next_token:
            body["@odata.nextLink"] = next_link(request._request, page.next_token)
        return body
