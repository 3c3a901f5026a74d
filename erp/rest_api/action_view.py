"""A bound action of a record, such as *ship and invoice*."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.entity import Action
from erp.rest_api.entity_view import EntityView, expected_version, guid, in_names_of


class ActionView(EntityView):
    """Answers 204, and where it made a record, its place. ``If-Match`` may name the version that was read."""

    action: ClassVar[Action]

    def permission_for(self, method: str) -> str | None:
        return self.entity.permission("change")

    def post(self, request: Request, **path: str) -> Response:
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
