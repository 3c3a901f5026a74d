"""What every resource of the API shares: sign-in, limit, permission, JSON, errors."""

from typing import Any, Final

from django.http import HttpResponseBase
from django.utils import translation
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from erp.rest_api.authentication import TokenAuthentication
from erp.rest_api.errors import NO_SUCH_RESOURCE, error_answer
from erp.rest_api.json_format import JsonObjectParser, JsonRenderer
from erp.rest_api.openapi.described import Described
from erp.rest_api.request_limit import RequestLimit
from odata.errors import ODataError, bad_query
from odata.null_characters import holds_null

NOT_ALLOWED: Final = "No role of this user allows this."


class ApiView(APIView):  # type: ignore[misc]
    """A token or the session of a browser (then with its CSRF token).

    Answers are JSON whatever is accepted, their sentences English.
    """

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated]
    throttle_classes = [RequestLimit]
    renderer_classes = [JsonRenderer]
    parser_classes = [JsonObjectParser]
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def permission_for(self, method: str) -> str | None:
        """The permission ("erp.view_customer") that the method needs; None where signing in is enough."""
        return None

    def described(self, method: str) -> Described:
        """What the method takes and answers, for the description of the API. Every view says it."""
        raise NotImplementedError(f"{type(self).__name__} does not describe {method}.")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            answer = super().dispatch(request, *args, **kwargs)
        answer["OData-Version"] = "4.0"
        answer.setdefault("Cache-Control", "no-store")
        return answer  # type: ignore[no-any-return]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Those who are refused are counted, too."""
        if holds_null(request._request):
            raise bad_query("A NUL is no character of a path, query or cookie.")
        try:
            self.perform_authentication(request)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        self.check_permissions(request)
        needed = self.permission_for(request.method)
        if needed and not request.user.has_perm(needed):
            raise PermissionDenied(NOT_ALLOWED)

    def body(self, request: Request) -> dict[str, Any]:
        """The JSON object that was sent. Raises ParseError."""
        if request.stream is None:
            raise ParseError("The body is empty.")
        return request.data  # type: ignore[no-any-return]

    def get_exception_handler(self) -> Any:
        return error_answer


def pairs(request: Request) -> list[tuple[str, str]]:
    """The query options as they were written."""
    return [(name, value) for name, values in request.query_params.lists() for value in values]


class UnknownResource(ApiView):
    """Whatever path the API does not have."""

    schema = None

    def get(self, request: Request, **path: Any) -> Response:
        raise ODataError(404, NO_SUCH_RESOURCE, "There is no such resource.")

    post = patch = delete = get
