"""Reading many rows: the URLs that ask, and the pages that answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from crm_integration.dataverse.environment import belongs_to
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.metadata import CrmTable
from crm_integration.dataverse.values import Row, read_row

SAFE = "$(),'/:;=@"


@dataclass(frozen=True)
class Page:
    """Some rows; ``count`` is the total if it was asked for (5,000 at most)."""

    rows: tuple[Row, ...]
    next_link: str | None
    count: int | None = None


@dataclass(frozen=True)
class ChangePage:
    """Rows that changed and ids that were deleted; the last page has the link for the next time."""

    rows: tuple[Row, ...]
    deleted_ids: tuple[UUID, ...]
    next_link: str | None
    delta_link: str | None


@dataclass(frozen=True)
class Query:
    """System query options; ``select`` takes logical names, the others are OData text."""

    select: Sequence[str] = ()
    filter: str | None = None
    orderby: str | None = None
    expand: Sequence[str] = ()
    top: int | None = None
    count: bool = False

    def url(self, table: CrmTable) -> str:
        options = {
            "$select": ",".join(table.property_name(column) for column in self.select),
            "$filter": self.filter,
            "$orderby": self.orderby,
            "$expand": ",".join(self.expand),
            "$top": str(self.top) if self.top is not None else None,
            "$count": "true" if self.count else None,
        }
        parts = [f"{name}={quote(text, safe=SAFE)}" for name, text in options.items() if text]
        return table.entity_set + ("?" + "&".join(parts) if parts else "")


def read_page(table: CrmTable, body: Mapping[str, Any], *, environment_url: str) -> Page:
    """Raises DataverseError for a next link to somewhere else."""
    return Page(
        rows=tuple(read_row(table, item) for item in body["value"]),
        next_link=own_link(body.get("@odata.nextLink"), environment_url=environment_url),
        count=body.get("@odata.count"),
    )


def read_change_page(table: CrmTable, body: Mapping[str, Any], *, environment_url: str) -> ChangePage:
    """Raises DataverseError for a link to somewhere else."""
    deleted = [item for item in body["value"] if _is_deleted(item)]
    return ChangePage(
        rows=tuple(read_row(table, item) for item in body["value"] if not _is_deleted(item)),
        deleted_ids=tuple(UUID(item["id"]) for item in deleted),
        next_link=own_link(body.get("@odata.nextLink"), environment_url=environment_url),
        delta_link=own_link(body.get("@odata.deltaLink"), environment_url=environment_url),
    )


def _is_deleted(item: Mapping[str, Any]) -> bool:
    return str(item.get("@odata.context", "")).endswith("/$deletedEntity")


def own_link(link: str | None, *, environment_url: str) -> str | None:
    """Returns the link; raises DataverseError if it leaves the environment's Web API."""
    if link is not None and not belongs_to(link, environment_url=environment_url):
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="foreign_link",
            message="The CRM answered with a link to another host; it is not followed.",
        )
    return link
