"""A CRM on premises, of version 9.1, below the name of its organization: the embedded one behind a door that
signs people in its own way. It is served on loopback, by threads that use the database of the test.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import requests
from django.db import connections

from crm_integration.dataverse.transports import new_session

EMBEDDED = "http://embedded.localhost"
VERSION = "9.1.25.17"
KEPT = ("Content-Type", "Prefer", "If-Match", "If-None-Match", "MSCRMCallerID", "OData-Version", "Accept")


class Door(BaseHTTPRequestHandler):
    """One connection of one client. ``name_of_caller`` answers itself to whoever is not signed in."""

    server: ThreadingHTTPServer
    protocol_version = "HTTP/1.1"
    organization: ClassVar[str] = ""
    tokens: ClassVar[dict[str, str]] = {}
    shared: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[str]] = []

    def setup(self) -> None:
        super().setup()
        for alias, connection in self.shared.items():
            connections[alias] = connection

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append(self.path)
        name = self.name_of_caller()
        if name is not None:
            self._pass_on(name, body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_one  # noqa: N815

    def name_of_caller(self) -> str | None:
        raise NotImplementedError

    def refuse(self, *demands: str) -> None:
        self.send_response(401)
        for demand in demands:
            self.send_header("WWW-Authenticate", demand)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """A test prints nothing."""

    def _pass_on(self, name: str, body: bytes) -> None:
        version = re.match(rf"{self.organization}/api/data/v9\.([01])/", self.path)
        if version is None:
            return self.answer(404, {"Content-Type": "text/html"}, b"<h1>Not Found</h1>")
        if self.path.endswith("/RetrieveVersion"):
            return self.answer(
                200, {"Content-Type": "application/json"}, b'{"Version": "%s"}' % VERSION.encode()
            )
        inside = f"{self.organization}/api/data/".encode()
        found = new_session(max_concurrent=1).request(
            self.command,
            EMBEDDED + self.path.removeprefix(self.organization),
            headers={
                **{name: self.headers[name] for name in KEPT if name in self.headers},
                "Authorization": f"Bearer {self.tokens[name]}",
            },
            data=body.replace(self._own.encode(), EMBEDDED.encode()).replace(inside, b"/api/data/"),
        )
        return self.answer(found.status_code, self._headers_of(found), self._outward(found.content))

    @property
    def _own(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{self.organization}"

    def _outward(self, body: bytes) -> bytes:
        return body.replace(EMBEDDED.encode(), self._own.encode())

    def _headers_of(self, found: requests.Response) -> dict[str, str]:
        kept = {name: value for name, value in found.headers.items() if name != "Content-Length"}
        return {name: value.replace(EMBEDDED, self._own) for name, value in kept.items()}


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serves until the end of the block; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def shared_connections() -> Iterator[dict[str, Any]]:
    """The connections of the test, for threads that answer while the test waits."""
    shared = {connection.alias: connection for connection in connections.all()}
    for connection in shared.values():
        connection.inc_thread_sharing()
    try:
        yield shared
    finally:
        for connection in shared.values():
            connection.dec_thread_sharing()
