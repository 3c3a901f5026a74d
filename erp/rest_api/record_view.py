"""One record of an entity set: read, modified, deleted."""

from typing import Final

from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.api_view import pairs
from erp.rest_api.entity_view import EntityView, expected_version, guid, in_names_of
from erp.rest_api.openapi import entity_operations
from erp.rest_api.openapi.described import Described
from erp.rest_api.rows import ETAG
from erp.rest_api.written_values import written_values
from odata.query import NOTHING, RECORD_OPTIONS, parse_query_options

DESCRIBE: Final = {
    "GET": entity_operations.read,
    "PATCH": entity_operations.changed,
    "DELETE": entity_operations.deleted,
}


class RecordView(EntityView):
    """Whoever writes names the version that was read, by ``If-Match``."""

    def described(self, method: str) -> Described:
        return DESCRIBE[method](self.entity)

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        body = self.one(request, guid(path["record_id"]), options)
        return Response(body, headers={"ETag": body[ETAG]})

    def patch(self, request: Request, **path: str) -> Response:
        assert self.entity.operations.modify is not None  # noqa: S101 - routed only where there is one
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        record_id = guid(path["record_id"])
        version = expected_version(request, self.version_of(record_id))
        with in_names_of(self.entity):
            self.entity.operations.modify(record_id, written_values(self.entity, self.body(request)), version)
        body = self.one(request, record_id, options)
        return Response(body, headers={"ETag": body[ETAG]})

    def delete(self, request: Request, **path: str) -> Response:
        assert self.entity.operations.delete is not None  # noqa: S101 - routed only where there is one
        parse_query_options(pairs(request), allowed=NOTHING)
        record_id = guid(path["record_id"])
        version = expected_version(request, self.version_of(record_id))
        self.entity.operations.delete(record_id, version)
        return Response(status=204)
