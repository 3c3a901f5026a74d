"""What a request can do wrong, as one exception that carries its own HTTP answer.

``code`` is a name of ours; an API that has its own vocabulary of codes (Dataverse, Business Central)
translates it where it writes the answer.
"""

from collections.abc import Mapping
from typing import Any

BAD_QUERY = "BadQuery"
UNKNOWN_PROPERTY = "UnknownProperty"
BAD_VALUE = "BadValue"
BAD_TOKEN = "BadToken"  # noqa: S105
BAD_ENTITY_TAG = "BadEntityTag"
BAD_BATCH = "BadBatch"
TOO_MANY_REQUESTS_IN_BATCH = "TooManyRequestsInBatch"


class ODataError(Exception):
    """The request cannot be answered as asked; ``message`` is the sentence for the caller.

    ``details`` stand beside it in the answer.
    """

    def __init__(
        self, status: int, code: str, message: str, *, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.details = dict(details or {})
        self.status = status
        self.code = code
        self.message = message


def bad_query(message: str) -> ODataError:
    return ODataError(400, BAD_QUERY, message)


def bad_value(message: str) -> ODataError:
    return ODataError(400, BAD_VALUE, message)


def unknown_property(name: str) -> ODataError:
    return ODataError(400, UNKNOWN_PROPERTY, f"Could not find a property named '{name}'.")


def error_body(*, code: str, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    """The JSON object of an OData error answer."""
    return {"error": {"code": code, "message": message, **(details or {})}}
