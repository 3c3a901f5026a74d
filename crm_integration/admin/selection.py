"""The records that a person chose, on their way to a page: a few in the URL, many in the session."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest

FEW = 20
KEPT = 10
KEY = "selections"
LONGEST_NUMBER = 18  # digits that every database can hold


def url_with_selection(request: HttpRequest, url: str, ids: Sequence[UUID]) -> str:
    """Returns the URL of a page for chosen records. A long selection is kept in the session."""
    if not ids:
        return url
    if len(ids) <= FEW:
        return f"{url}?{urlencode([('id', str(id)) for id in ids])}"
    token = uuid4().hex
    kept = dict(list(request.session.get(KEY, {}).items())[-KEPT + 1 :])
    request.session[KEY] = {**kept, token: [str(id) for id in ids]}
    return f"{url}?selection={token}"


def selected(request: HttpRequest) -> list[UUID]:
    """Returns the chosen records; what is no id is left out."""
    if token := request.GET.get("selection"):
        given = request.session.get(KEY, {}).get(token, [])
    else:
        given = request.GET.getlist("id")
    return [id for text in given if (id := as_uuid(text)) is not None]


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def as_number(text: str) -> int | None:
    """The number of a row; None for what can be none, however many digits it has."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def expected_versions(request: HttpRequest) -> dict[UUID, tuple[int, int]]:
    """The versions of the plan that was shown; what cannot be read is no promise."""
    try:
        given = json.loads(request.POST.get("expected", "{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(given, dict):
        return {}
    return {
        id: (int(versions[0]), int(versions[1]))
        for text, versions in given.items()
        if (id := as_uuid(text)) is not None and _are_versions(versions)
    }


def surviving_versions(request: HttpRequest) -> dict[UUID, int | None] | None:
    """The versions of the records that were shown as those to delete; None if none were."""
    try:
        given = json.loads(request.POST.get("expected", ""))
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    return {
        id: version
        for text, version in given.items()
        if (id := as_uuid(text)) is not None and (version is None or isinstance(version, int))
    }


def _are_versions(versions: Any) -> bool:
    return (
        isinstance(versions, list) and len(versions) == 2 and all(isinstance(each, int) for each in versions)
    )
