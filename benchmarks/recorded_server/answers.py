"""Which prepared bytes answer which request."""

import json
import re
from collections import Counter
from dataclasses import dataclass

from benchmarks.recorded_server.accounts import BUSINESS_UNIT, INTEGRATION_USER, ORGANIZATION
from benchmarks.recorded_server.pages import PATH, Pages
from benchmarks.recorded_server.writes import (
    BATCH_TYPE,
    batch_answer,
    create_multiple_answer,
    row_answer,
    rows_answer,
)

JSON = b"application/json; odata.metadata=minimal"
_TOKEN = re.compile(r"(?:skip|delta)token=(\d+)")


@dataclass(frozen=True)
class Answer:
    body: bytes
    content_type: bytes = JSON


def _json(value: object) -> Answer:
    return Answer(json.dumps(value).encode())


TOKEN = _json({"token_type": "Bearer", "expires_in": 3599, "access_token": "recorded"})
WHO_AM_I = _json(
    {
        "UserId": str(INTEGRATION_USER),
        "BusinessUnitId": str(BUSINESS_UNIT),
        "OrganizationId": str(ORGANIZATION),
    }
)
VERSION = _json({"Version": "9.2.24013.167"})
DEFINITION = {"LogicalName": "account", "EntitySetName": "accounts", "PrimaryIdAttribute": "accountid"}
NO_ROWS = _json({"value": []})


class Answers:
    """Also counts the requests by method and path, and tells the counts at ``/counted``."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._counted: Counter[str] = Counter()

    def to(self, method: str, target: str, body: bytes) -> Answer:
        path = target.partition("?")[0]
        if path == "/counted":
            return _json(self._counted)
        self._counted[f"{method} {path}"] += 1
        return self._write(path, body) if method == "POST" else self._read(path, target)

    def _write(self, path: str, body: bytes) -> Answer:
        if path.endswith("/$batch"):
            return Answer(batch_answer(body), BATCH_TYPE)
        if path.endswith(".CreateMultiple"):
            return Answer(create_multiple_answer(body))
        if path.endswith("/oauth2/v2.0/token"):
            return TOKEN
        raise LookupError(path)

    def _read(self, path: str, target: str) -> Answer:
        if path == PATH and "$count=true" in target:
            return _json({"@odata.count": self._pages.count, "value": []})
        if path == PATH and "accountid" in target.partition("$filter=")[2]:
            return Answer(rows_answer(target.encode()))
        if path == PATH and "$filter=" in target:
            return Answer(self._pages.found)
        if path == PATH:
            return Answer(self._page(target))
        if row := row_answer(path.encode()):
            return Answer(row)
        if "/EntityDefinitions" in path:
            return _json({"value": [DEFINITION]}) if path.endswith("/EntityDefinitions") else NO_ROWS
        if path.endswith("/WhoAmI"):
            return WHO_AM_I
        return VERSION if path.endswith("/RetrieveVersion") else NO_ROWS

    def _page(self, target: str) -> bytes:
        token = _TOKEN.search(target)
        if token is None:
            return self._pages.all[0]
        number = int(token[1])
        return self._pages.changes(number) if "deltatoken" in target else self._pages.all[number]
