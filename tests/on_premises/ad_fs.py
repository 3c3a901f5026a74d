"""An AD FS, and a CRM on premises that trusts it (IFD)."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from crm_integration.connection.sign_in.pending import challenge_of
from tests.on_premises.front import Door, served, shared_connections
from tests.on_premises.ntlm import PASSWORD

CLIENT_ID = "5b2b1dd2-57c8-4c63-9b36-3bd0f2fd31d9"
RESOURCE = "https://contoso.example/"
LIFETIME = 3600


class AdFs(BaseHTTPRequestHandler):
    """``/adfs/oauth2/token``: the password of a user, the secret of an application, or a code."""

    protocol_version = "HTTP/1.1"
    users: ClassVar[frozenset[str]] = frozenset()
    issued: ClassVar[dict[str, str]] = {}
    codes: ClassVar[dict[str, tuple[str, str | None]]] = {}
    asked: ClassVar[list[dict[str, str]]] = []

    @classmethod
    def sign_in(cls, name: str, asked: Mapping[str, str]) -> dict[str, str]:
        """What the browser brings back when somebody has signed in at the authorization page."""
        code = secrets.token_urlsafe(16)
        cls.codes[code] = (asked["code_challenge"], name)
        return {"code": code, "state": asked["state"]}

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = dict(parse_qsl(text))
        self.asked.append(form)
        name = self._proven(form)
        if self.path != "/adfs/oauth2/token" or form.get("client_id") != CLIENT_ID:
            return self._answer(
                400, {"error": "invalid_client", "error_description": "MSIS9223: unknown client"}
            )
        if name is None:
            description = "MSIS9659: Invalid 'username' or 'password'."
            return self._answer(400, {"error": "invalid_grant", "error_description": description})
        token = secrets.token_urlsafe(24)
        self.issued[token] = name
        return self._answer(200, {"access_token": token, "token_type": "bearer", "expires_in": LIFETIME})

    def _proven(self, form: Mapping[str, str]) -> str | None:
        if form.get("grant_type") == "authorization_code":
            challenge, name = self.codes.pop(form.get("code", ""), ("", None))
            return name if challenge == challenge_of(form.get("code_verifier", "")) else None
        is_client = form.get("grant_type") == "client_credentials"
        given = form.get("client_secret" if is_client else "password")
        name = CLIENT_ID if is_client else form.get("username", "").partition("@")[0]
        return name if given == PASSWORD and name in self.users else None

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """A test prints nothing."""


class FederatedDoor(Door):
    authority: ClassVar[str] = ""
    resource: ClassVar[str] = RESOURCE
    issued: ClassVar[dict[str, str]] = {}

    def name_of_caller(self) -> str | None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        name = self.issued.get(token)
        if name is None:
            where = f"{self.authority}/adfs/oauth2/authorize"
            named = f", resource_id={self.resource}" if self.resource else ""
            self.refuse(f"Bearer authorization_uri={where}{named}")
        return name


@contextmanager
def federated_crm(
    tokens: Mapping[str, str], **changes: Any
) -> Iterator[tuple[str, str, type[FederatedDoor], type[AdFs]]]:
    """Yields the addresses of the CRM and of the AD FS, and what each was asked."""
    issued: dict[str, str] = {}
    service = type(
        "OwnAdFs", (AdFs,), {"users": frozenset(tokens), "issued": issued, "codes": {}, "asked": []}
    )
    with shared_connections() as shared, served(service) as authority:
        facts = {"tokens": dict(tokens), "shared": shared, "asked": [], "issued": issued}
        door = type("OwnDoor", (FederatedDoor,), {**facts, "authority": authority, **changes})
        with served(door) as url:
            yield url, authority, door, service
