"""A bound action of a record, such as *ship and invoice*."""

from collections.abc import Sequence
from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.api_view import pairs
from erp.rest_api.entity import Action
from erp.rest_api.entity_view import EntityView, expected_version, guid, in_names_of
from erp.rest_api.openapi import entity_operations
from erp.rest_api.openapi.described import Described
from odata.query import NOTHING, parse_query_options


class ActionView(EntityView):
    """Answers 204, and where it made a record, its place. ``If-Match`` may name the version that was read."""

    action: ClassVar[Action]

    def permission_for(self, method: str) -> str | None:
        return self.action.permissions[0] if self.action.permissions else self.entity.permission("change")

    def further_permissions(self) -> Sequence[str]:
        return *super().further_permissions(), *self.action.permissions

    def described(self, method: str) -> Described:
        return entity_operations.done(self.entity, self.action)

    def post(self, request: Request, **path: str) -> Response:
        parse_query_options(pairs(request), allowed=NOTHING)
        record_id = guid(path["record_id"])
        version = self.version_of(record_id)
        expected = expected_version(request, version) if "If-Match" in request.headers else None
        with in_names_of(self.entity):
            made = self.action.run(record_id, expected, request.user.get_username())
        answer = Response(status=204)
        if made is not None:
            place = f"{request.path.rsplit('/', 2)[0]}/{self.action.makes}({made})"
            answer["Location"] = request.build_absolute_uri(place)
        return answer
