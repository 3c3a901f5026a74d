"""Refuses requests whose path, query or cookies hold a NUL: PostgreSQL can keep and compare it in no text.

The Web API is asked all the same and refuses in its own format; the fields of forms refuse it by themselves.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

WEB_API = "/api/data/"


def refuse_null_characters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware; raises BadRequest, which is answered with 400."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(WEB_API) and _holds_null(request):
            raise BadRequest("A NUL is no character of a path, query or cookie.")
        return get_response(request)

    return answer


def _holds_null(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return "%00" in query or any("\x00" in text for text in (request.path, query, *request.COOKIES.values()))
