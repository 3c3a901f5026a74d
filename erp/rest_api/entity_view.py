"""What the set and the record of an entity share: the company in the path, reading one record, writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request

from erp.models import CompanyInformation
from erp.operations.errors import RecordRejected
from erp.rest_api.api_view import ApiView
from erp.rest_api.entity import Entity
from erp.rest_api.errors import (
    CHANGED,
    INVALID_GUID,
    INVALID_TOKEN,
    NO_SUCH_COMPANY,
    NO_SUCH_RECORD,
    PropertyError,
    rejection_code,
)
from erp.rest_api.rows import as_json, columns_of, read_rows
from odata.errors import ODataError
from odata.etag import parse_preconditions

VERBS = {"GET": "view", "HEAD": "view", "POST": "add", "PATCH": "change", "DELETE": "delete"}
ROOT = "/api/v2.0/"


class EntityView(ApiView):
    """``entity`` is given by the routes; the permissions are those of its table."""

    entity: ClassVar[Entity]

    def permission_for(self, method: str) -> str | None:
        return self.entity.permission(VERBS[method]) if method.lower() in self.http_method_names else None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "company_id" in kwargs:
            _check_company(kwargs["company_id"])

    def context(self, request: Request, *, one: bool = False) -> str:
        """The value of ``@odata.context``."""
        company_id = self.kwargs.get("company_id")
        path = self.entity.path_of(company_id) if company_id else self.entity.name
        return request.build_absolute_uri(f"{ROOT}$metadata#{path}{'/$entity' if one else ''}")

    def one(self, request: Request, record_id: UUID, select: tuple[str, ...] | None = None) -> dict[str, Any]:
        """The record as JSON. Raises ODataError."""
        columns = columns_of(self.entity, select)
        rows = read_rows(self.entity, self.entity.records().filter(id=record_id), columns)
        if not rows:
            raise self._missing(record_id)
        return {"@odata.context": self.context(request, one=True), **as_json(self.entity, rows, columns)[0]}

    def version_of(self, record_id: UUID) -> int:
        """The version that the record has now. Raises ODataError."""
        version = self.entity.records().filter(id=record_id).values_list("row_version", flat=True).first()
        if version is None:
            raise self._missing(record_id)
        return int(version)

    def _missing(self, record_id: UUID) -> ODataError:
        return ODataError(404, NO_SUCH_RECORD, f"There is no {self.entity.singular} {record_id}.")


def expected_version(request: Request, current: int) -> int | None:
    """The version that must not change until the write, None for any (``If-Match: *``). Raises ODataError."""
    wanted = parse_preconditions(if_match=request.headers.get("If-Match")).if_match
    if wanted is None:
        raise ODataError(
            400, INVALID_TOKEN, "The header If-Match is required: the record's @odata.etag, or *."
        )
    if not wanted.include(current):
        raise ODataError(409, CHANGED, "Another user has changed the record. Read it again, then repeat.")
    return None if wanted.any else current


@contextmanager
def in_names_of(entity: Entity) -> Iterator[None]:
    """What an operation rejects is said of the property that the value came from."""
    try:
        yield
    except RecordRejected as rejection:
        name = entity.name_of_field(rejection.field)
        raise PropertyError(rejection_code(rejection), name, str(rejection)) from rejection


def guid(text: str) -> UUID:
    """The id in a path. Raises ODataError."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ODataError(400, INVALID_GUID, f"'{text[:40]}' is not an id.") from error


def _check_company(text: str) -> None:
    if not CompanyInformation.objects.filter(id=guid(text)).exists():
        raise ODataError(404, NO_SUCH_COMPANY, f"There is no company {text[:40]}.")
