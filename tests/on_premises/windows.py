"""A CRM on premises behind Windows authentication, as an IIS does it: the connection is signed in."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from tests.on_premises.front import Door, served, shared_connections
from tests.on_premises.ntlm import Challenge, kind_of, read_answer

ORGANIZATION = "/Contoso"
DOMAIN = "CONTOSO"


class WindowsDoor(Door):
    organization = ORGANIZATION
    demands: ClassVar[tuple[str, ...]] = ("Negotiate", "NTLM")

    def setup(self) -> None:
        super().setup()
        self._challenge: Challenge | None = None
        self._caller: str | None = None

    def name_of_caller(self) -> str | None:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if not token:
            if self._caller is None:
                self.refuse(*self.demands)
            return self._caller
        message = b64decode(token)
        if kind_of(message) == 1:
            self._challenge, self._caller = Challenge(DOMAIN), None
            self.refuse(f"{scheme} {b64encode(self._challenge.message()).decode()}")
            return None
        return self._proven(message)

    def _proven(self, message: bytes) -> str | None:
        given, challenge = read_answer(message), self._challenge
        self._challenge = None
        if challenge is None or not challenge.accepts(given, users=self.tokens):
            self.refuse(*self.demands)
            return None
        self._caller = given.user.lower()
        return self._caller


@contextmanager
def windows_crm(tokens: Mapping[str, str], **changes: Any) -> Iterator[tuple[str, type[WindowsDoor]]]:
    """Yields its address, and what it was asked. ``tokens``: as whom each user of the domain works."""
    with shared_connections() as shared:
        facts = {"tokens": dict(tokens), "shared": shared, "asked": [], **changes}
        door = type("OwnDoor", (WindowsDoor,), facts)
        with served(door) as address:
            yield address + ORGANIZATION, door
