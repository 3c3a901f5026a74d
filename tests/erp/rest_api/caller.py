"""Software that calls the REST API."""

import json
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from erp.models import CompanyInformation
from erp.operations.create_api_token import create_api_token

ROOT = "/api/v2.0/"


class Caller:
    """Sends JSON with a token; a path is below ``root``, or the company, unless it begins at the root."""

    def __init__(self, token: str = "", *, root: str = "") -> None:
        self.root = root
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    @cached_property
    def company(self) -> str:
        return f"{ROOT}companies({CompanyInformation.objects.get().pk})/"

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, *, etag: str = "*") -> Any:
        return self.send("PATCH", path, body, etag=etag)

    def delete(self, path: str, *, etag: str = "*") -> Any:
        return self.send("DELETE", path, etag=etag)

    def send(self, method: str, path: str, body: Any = None, *, etag: str = "", **headers: str) -> Any:
        """A body that is text or bytes is sent as it is."""
        content = body if isinstance(body, str | bytes) else "" if body is None else json.dumps(body)
        given = {**self.headers, **({"If-Match": etag} if etag else {}), **headers}
        url = path if path.startswith(("/", "http")) else (self.root or self.company) + path
        return Client().generic(method, url, content, content_type="application/json", headers=given)

    def rows(self, path: str) -> Any:
        """The records of a list."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()["value"]

    def made(self, path: str, body: Any) -> Any:
        """What was created."""
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.content
        return answer.json()


def sign_in(role: str) -> Caller:
    """Software with a token of a new user who has a role."""
    user = User.objects.create_user(role.replace(" ", "-").lower())
    user.groups.add(Group.objects.get(name=role))
    return Caller(create_api_token(user=user, name="Tests", now=timezone.now()))


def error_of(answer: Any) -> tuple[int, str]:
    """HTTP status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]
