"""The way to the back office: by the connection row that the integration wrote.

The row stands in a table that comes with the integration solution; without it there is nobody to ask.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import requests
from requests.auth import HTTPBasicAuth
from urllib3.exceptions import HTTPError

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.errors import CrmFault
from crm.business_rules.privileges import READ, depth
from crm.business_rules.webhook_registration import check_target
from crm.metadata.stored_values import stored_value

TABLE: Final = "nav_connection"
# Where the address of what is in stock stands, the user name, the key.
COLUMNS: Final = (
    "nav_dynamicsnavodataurl",
    "nav_dynamicsnavodatausername",
    "nav_dynamicsnavodataaccesskey",
)
# Where people work in the back office.
ADDRESS: Final = "nav_dynamicsnavurl"
TIMEOUT: Final = (3.05, 5)
LARGEST_ANSWER: Final = 200_000  # bytes


class Reason(StrEnum):
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NOT_UNDERSTOOD = "not_understood"


class NoAnswer(Exception):
    """``reason``: why there is none."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Line:
    """How the back office is asked; ``url`` is that of what is in stock."""

    url: str
    user_name: str
    key: str

    def url_of(self, service: str) -> str:
        """The address of another web service beside that one."""
        return f"{self.url.rsplit('/', 1)[0]}/{service}"


def line_for(caller: Caller) -> Line | None:
    """Returns None where nobody can be asked, or the caller has no right to the connection row."""
    return next((Line(*parts) for parts in _connections(caller, *COLUMNS) if all(parts)), None)


def address_for(caller: Caller) -> str:
    """Where people open the back office in a browser, without a slash at its end.

    Blank where it is not known, is no address of the web, or the caller has no right to the connection row.
    """
    texts = (str(address or "").rstrip("/") for (address,) in _connections(caller, ADDRESS))
    return next((text for text in texts if text.startswith(("https://", "http://"))), "")


def _connections(caller: Caller, *columns: str) -> Iterator[list[Any]]:
    """The columns of each connection row, the oldest first."""
    try:
        table = metadata.table(TABLE)
        depth(caller=caller, table=table, verb=READ)
    except (KeyError, CrmFault):
        return
    for row in table.model.objects.order_by("createdon", "pk"):
        yield [stored_value(row, table.columns[name]) for name in columns]


def new_session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, no credentials of this machine
    return session


def ask(session: requests.Session, line: Line, url: str, question: Mapping[str, str]) -> bytes:
    """Returns the body of the answer, cut off where it is too large to be one. Raises NoAnswer."""
    try:
        check_target(url)
    except CrmFault:
        raise NoAnswer(Reason.NOT_UNDERSTOOD) from None
    try:
        with session.get(
            url,
            params=question,
            auth=HTTPBasicAuth(line.user_name.encode(), line.key.encode()),
            headers={"Accept": "application/json"},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as answer:
            _check(answer.status_code)
            return answer.raw.read(LARGEST_ANSWER, decode_content=True) or b""
    except (requests.RequestException, HTTPError, OSError):
        raise NoAnswer(Reason.UNREACHABLE) from None


def _check(status: int) -> None:
    if status in (401, 403, 404):
        raise NoAnswer(Reason.REFUSED)
    if status >= 500 or status == 429:
        raise NoAnswer(Reason.UNREACHABLE)
    if status != 200:
        raise NoAnswer(Reason.NOT_UNDERSTOOD)
