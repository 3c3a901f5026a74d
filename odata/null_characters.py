"""Requests that hold a NUL: PostgreSQL can keep and compare it in no text."""

from django.http import HttpRequest


def holds_null(request: HttpRequest) -> bool:
    """Whether there is one in the path, the query or a cookie."""
    query = request.META.get("QUERY_STRING", "")
    return "%00" in query or any("\x00" in text for text in (request.path, query, *request.COOKIES.values()))
