"""What can be asked of single records, as data; each operation may be repeated without a second effect.

A create names its id and demands that no such record exists, an update demands that one exists (or has
the version that was read).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

from crm_integration.dataverse import metadata
from crm_integration.dataverse.errors import Cure, DataverseError, error_from_answer
from crm_integration.dataverse.metadata import CrmTable, Tables
from crm_integration.dataverse.values import Row, object_of, parse_json, read_row, render_row
from odata.errors import ODataError
from odata.etag import format_etag
from odata.http_message import InnerRequest

T = TypeVar("T")
ANNOTATIONS = 'odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"'


@dataclass(frozen=True)
class Create:
    """PATCH with If-None-Match: an existing record answers DUPLICATE. With ``select`` it is read back."""

    entity_set: str
    id: UUID
    values: Mapping[str, Any]
    select: tuple[str, ...] = ()


@dataclass(frozen=True)
class Update:
    """PATCH with If-Match: another version answers CONCURRENCY, a missing record NOT_FOUND."""

    entity_set: str
    id: UUID
    values: Mapping[str, Any]
    version: int | None = None
    select: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delete:
    entity_set: str
    id: UUID
    version: int | None = None


@dataclass(frozen=True)
class Retrieve:
    entity_set: str
    id: UUID
    select: tuple[str, ...] = ()


Operation = Create | Update | Delete | Retrieve


@dataclass(frozen=True)
class OperationResult:
    """Either ``error``, or success with the row if one was asked for."""

    operation: Operation
    row: Row | None = None
    error: DataverseError | None = field(default=None, compare=False)

    @property
    def succeeded(self) -> bool:
        return self.error is None


def request_of(operation: Operation, tables: Tables) -> InnerRequest:
    """Renders an operation; its URL is relative to the API root."""
    url = f"{operation.entity_set}({operation.id})"
    if isinstance(operation, Delete):
        return InnerRequest(method="DELETE", url=url, headers=_condition(operation), body=b"")
    table = metadata.table_of_entity_set(operation.entity_set, tables)
    url += select_option(table, tuple(operation.select))
    if isinstance(operation, Retrieve):
        return InnerRequest(method="GET", url=url, headers={"Prefer": ANNOTATIONS}, body=b"")
    headers = {"Content-Type": "application/json", **_condition(operation)}
    if operation.select:
        headers["Prefer"] = f"return=representation,{ANNOTATIONS}"
    return InnerRequest(method="PATCH", url=url, headers=headers, body=render_row(table, operation.values))


def _condition(operation: Create | Update | Delete) -> dict[str, str]:
    if isinstance(operation, Create):
        return {"If-None-Match": "*"}
    if operation.version is not None:
        return {"If-Match": format_etag(operation.version)}
    return {"If-Match": "*"} if isinstance(operation, Update) else {}


@lru_cache(maxsize=256)
def select_option(table: CrmTable, columns: tuple[str, ...]) -> str:
    """Returns ``?$select=…`` in the names that the Web API wants, blank for no columns."""
    if not columns:
        return ""
    return "?$select=" + quote(",".join(table.property_name(column) for column in columns), safe=",")


def result_of(
    operation: Operation, tables: Tables, *, status: int, body: bytes, retry_after: float | None = None
) -> OperationResult:
    """Reads the answer to one operation; whatever went wrong is in the result, nothing is raised."""
    if status >= 400:
        error = error_from_answer(status=status, body=object_of(body), retry_after=retry_after)
        return failed(operation, error)
    if not body or isinstance(operation, Delete):
        return OperationResult(operation)
    table = metadata.table_of_entity_set(operation.entity_set, tables)
    try:
        return OperationResult(operation, row=understood(lambda: read_row(table, parse_json(body))))
    except DataverseError as error:
        return failed(operation, error)


def failed(operation: Operation, error: DataverseError) -> OperationResult:
    """A create demands nothing but absence, so whatever version it met, the record is there."""
    if isinstance(operation, Create) and error.cure is Cure.CONCURRENCY:
        error = DataverseError(
            cure=Cure.DUPLICATE, code=error.code, message=error.message, status=error.status
        )
    return OperationResult(operation, error=error)


def understood(read: Callable[[], T]) -> T:
    """Returns what ``read`` makes of an answer; raises DataverseError if it is not what the Web API sends."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, ODataError) as error:
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="answer_not_understood",
            message=f"The CRM's answer cannot be understood ({type(error).__name__}).",
        ) from error


def below(prefix: str, request: InnerRequest, *, content_id: str | None = None) -> InnerRequest:
    """Returns the request as a part of a batch: with a rooted URL and, in a change set, its content id."""
    return InnerRequest(request.method, prefix + request.url, request.headers, request.body, content_id)
