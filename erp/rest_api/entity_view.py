"""What the set and the record of an entity share: the company in the path, reading one record, writing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from erp.models import CompanyInformation
from erp.operations.errors import RecordRejected
from erp.rest_api.api_view import NOT_ALLOWED, ApiView
from erp.rest_api.combined import Combined
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
from erp.rest_api.expand import expand
from erp.rest_api.rows import Row, as_json, columns_of, read_rows
from odata.errors import ODataError
from odata.etag import parse_preconditions
from odata.query import QueryOptions

VERBS = {"GET": "view", "HEAD": "view", "POST": "add", "PATCH": "change", "DELETE": "delete"}
ROOT = "/api/v2.0/"
NO_OPTIONS = QueryOptions()


class EntityView(ApiView):
    """``entity`` is given by the routes, and for lines the ``parent`` that they are part of.

    The permissions are those of its table.
    """

    entity: ClassVar[Entity]
    parent: ClassVar[Entity | None] = None

    def permission_for(self, method: str) -> str | None:
        return self.entity.permission(VERBS[method]) if method.lower() in self.http_method_names else None

    def further_permissions(self) -> Sequence[str]:
        """What is needed beside the permission of the method."""
        return () if self.entity.further is None else (self.entity.further.permission,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.has_perms(self.further_permissions()):
            raise PermissionDenied(NOT_ALLOWED)
        if "company_id" in kwargs:
            _check_company(kwargs["company_id"])
        if self.parent is not None and not self.parent.records().filter(id=self.parent_id).exists():
            raise ODataError(404, NO_SUCH_RECORD, f"There is no {self.parent.singular} {self.parent_id}.")

    def records(self) -> QuerySet[Any] | Combined:
        """The records of the set; of lines, those of the document in the path."""
        found = self.entity.records()
        return found.filter(**{self.entity.part_of: self.parent_id}) if self.entity.part_of else found

    @property
    def parent_id(self) -> UUID:
        return guid(self.kwargs["parent_id"])

    def context(self, request: Request, *, one: bool = False) -> str:
        """The value of ``@odata.context``."""
        path = request.path.removeprefix(ROOT)
        of_set = path[: path.rindex("(")] if "record_id" in self.kwargs else path
        return request.build_absolute_uri(f"{ROOT}$metadata#{of_set}{'/$entity' if one else ''}")

    def one(self, request: Request, record_id: UUID, options: QueryOptions = NO_OPTIONS) -> dict[str, Any]:
        """The record as JSON. Raises ODataError."""
        columns = columns_of(self.entity, options.select)
        rows = read_rows(self.entity, self.records().filter(id=record_id), columns)
        if not rows:
            raise self._missing(record_id)
        found = as_json(self.entity, rows, columns)
        self.expand(options, rows, found)
        return {"@odata.context": self.context(request, one=True), **found[0]}

    def expand(self, options: QueryOptions, rows: Sequence[Row], found: Sequence[dict[str, Any]]) -> None:
        """Adds what is asked for beside the properties. Raises ODataError, PermissionDenied."""
        user = self.request.user
        expand(
            self.entity,
            options.expand,
            rows,
            found,
            may_see=lambda other: user.has_perm(other.permission("view")),
        )

    def version_of(self, record_id: UUID) -> int:
        """The version that the record has now. Raises ODataError."""
        found = list(self.records().filter(id=record_id).values("row_version"))
        if not found:
            raise self._missing(record_id)
        return int(found[0]["row_version"])

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
        name = _name(entity, rejection)
        raise PropertyError(rejection_code(rejection), name, str(rejection)) from rejection


def _name(entity: Entity, rejection: RecordRejected) -> str:
    if entity.lines is None or rejection.table != entity.lines.table:
        return entity.name_of_field(rejection.field)
    return f"{entity.lines.name}[{rejection.index}]/{entity.lines.name_of_field(rejection.field)}"


def guid(text: str) -> UUID:
    """The id in a path. Raises ODataError."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ODataError(400, INVALID_GUID, f"'{text[:40]}' is not an id.") from error


def _check_company(text: str) -> None:
    if not CompanyInformation.objects.filter(id=guid(text)).exists():
        raise ODataError(404, NO_SUCH_COMPANY, f"There is no company {text[:40]}.")
