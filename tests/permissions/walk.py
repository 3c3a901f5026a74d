"""Sends what a role could send to an address, and tells which of its verbs took effect or would have."""

from collections.abc import Collection
from copy import copy
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from erp.admin.roles import ITEM_AVAILABILITY_USER, VIEWER
from erp.operations.create_api_token import create_api_token
from tests.permissions.prepared import Prepared, pages_left_blank, undone

LOOKED, ACTED, REFUSED = {200, 302}, {200, 302, 400, 409, 422}, {401, 403, 404, 405}
OF_SIDEBAR = ("/admin/areas/sales/", "/admin/erp/")  # pages that show a part of it
ENTERED = {"/admin/sales-quotes/{id}/make-order/": {"archive": "yes"}}


class Wrote(AssertionError):
    """Something that only looks, or was refused, changed a record."""


def looks(client: Client, url: str) -> bool:
    """Whether a GET shows something. It never writes."""
    with undone() as written, pages_left_blank(sidebar=url in OF_SIDEBAR):
        answer = client.get(url)
    status = 401 if "/login/" in answer.get("Location", "") else answer.status_code
    if written:
        raise Wrote(f"GET {url} wrote to {sorted(set(written))}.")
    assert status in LOOKED | REFUSED, f"GET {url} answered {status}."
    return status in LOOKED


def acts(client: Client, url: str, data: Any = None) -> bool:
    """Whether a POST is let through. One that is refused writes nothing."""
    kept = copy(client.cookies)
    with undone() as written, pages_left_blank():
        answer = client.post(url, data or {})
    client.cookies = kept
    status = 401 if "/login/" in answer.get("Location", "") else answer.status_code
    if status == 403 and written:
        raise Wrote(f"POST {url} was refused and wrote to {sorted(set(written))}.")
    assert status in ACTED | REFUSED, f"POST {url} answered {status}."
    return status in ACTED


def takes_no_post(client: Client, url: str) -> bool:
    """Whether a POST to a page where nobody acts changes nothing."""
    with undone() as written, pages_left_blank():
        client.post(url)
    return not written


def page_verbs(prepared: Prepared, role: str, address: str, verbs: Collection[str]) -> set[str]:
    """What a role may of the verbs of a page: look, act."""
    client, url = prepared.clients[role], prepared.url_of(address, role)
    found = {"look"} if looks(client, url) else set()
    if "act" in verbs:
        return found | ({"act"} if acts(client, url, ENTERED.get(address)) else set())
    if not takes_no_post(client, url):
        raise Wrote(f"POST {url} changed something.")
    return found


def table_verbs(prepared: Prepared, role: str, address: str, model: Any) -> set[str]:
    """What a role may of view, add, change and delete on the list and the cards of a table."""
    client, record = prepared.clients[role], f"{address}{prepared.record_of(model)}/"
    history = [f"{record}history/"] if role in (VIEWER, ITEM_AVAILABILITY_USER) else []
    verbs = {
        "view": {looks(client, url) for url in (address, f"{record}change/", *history)},
        "add": _both(client, f"{address}add/"),
        "change": {acts(client, f"{record}change/")},
        "delete": _both(client, f"{record}delete/"),
    }
    for verb, answers in verbs.items():
        assert len(answers) == 1, f"{role} may {verb} at a part of {address} only."
    return {verb for verb, answers in verbs.items() if True in answers}


def _both(client: Client, url: str) -> set[bool]:
    """A form, and what it would do: who may open it may send it, who may not is refused both times."""
    return {True} if looks(client, url) else {acts(client, url)}


def token_of(user: User, now: Any) -> dict[str, str]:
    """The header of software that has a token of this user."""
    return {"Authorization": f"Bearer {create_api_token(user=user, name='Walk', now=now)}"}


def rest_verbs(client: Client, url: str, methods: Collection[str], headers: dict[str, str]) -> set[str]:
    """Which methods of a route are let through. What is refused, and what only reads, writes nothing."""
    found = set()
    for method in sorted(methods):
        with undone() as written:
            answer: Any = client.generic(
                method, url, "{}", content_type="application/json", headers={**headers, "If-Match": "*"}
            )
        assert answer.status_code < 500, f"{method} {url} answered {answer.status_code}."
        if written and (answer.status_code == 403 or method == "GET"):
            raise Wrote(f"{method} {url} wrote to {sorted(set(written))}.")
        if answer.status_code != 403:
            found.add(method)
    return found
