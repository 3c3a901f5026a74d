"""A request to the Web API and its answer, free of Django: the same inside a batch as over HTTP."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from crm.business_rules.caller import Caller
from odata.errors import ODataError, bad_query
from odata.etag import Preconditions, parse_preconditions
from odata.prefer import Preferences, parse_prefer

JSON_TYPE = "application/json; odata.metadata=minimal"
MAX_BODY = 10_000_000
MAX_BATCH_BODY = 32_000_000


@dataclass(frozen=True)
class ApiRequest:
    """``path`` is relative to ``root`` and, like ``query``, percent-encoded; header names are lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    caller: Caller
    root: str = "http://localhost/api/data/v9.2/"

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The decoded query options in their order."""
        try:
            return parse_qsl(self.query, keep_blank_values=True, errors="strict", max_num_fields=100)
        except (ValueError, UnicodeDecodeError) as error:
            raise bad_query("The query string cannot be understood.") from error

    @cached_property
    def preferences(self) -> Preferences:
        return parse_prefer(self.headers.get("prefer"))

    @cached_property
    def preconditions(self) -> Preconditions:
        return parse_preconditions(
            if_match=self.headers.get("if-match"), if_none_match=self.headers.get("if-none-match")
        )


@dataclass(frozen=True)
class ApiResponse:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def json_response(
    content: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> ApiResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return ApiResponse(status, {"Content-Type": JSON_TYPE, "OData-Version": "4.0", **(headers or {})}, body)


def empty_response(*, status: int = 204, headers: Mapping[str, str] | None = None) -> ApiResponse:
    return ApiResponse(status, {"OData-Version": "4.0", **(headers or {})})


def too_large(limit: int) -> ODataError:
    return ODataError(413, "0x80060888", f"The request is larger than {limit} bytes.")


def not_allowed(method: str) -> ODataError:
    return ODataError(405, "0x80060888", f"The HTTP method '{method}' is not supported for this resource.")
