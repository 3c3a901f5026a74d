"""Refuses requests whose path, query or cookies hold a NUL.

The APIs are asked all the same and refuse in their own format; the fields of forms refuse it by themselves.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from odata.null_characters import holds_null

APIS = ("/api/data/", "/api/v2.0/", "/api/dynamics/")


def refuse_null_characters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware; raises BadRequest, which is answered with 400."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(APIS) and holds_null(request):
            raise BadRequest("A NUL is no character of a path, query or cookie.")
        return get_response(request)

    return answer
