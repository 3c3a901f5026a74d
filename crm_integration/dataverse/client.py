"""The Dataverse Web API client: reads, single-effect writes, batches, change tracking."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import requests

from crm_integration.dataverse import batches, metadata
from crm_integration.dataverse.environment import belongs_to
from crm_integration.dataverse.errors import Cure, DataverseError, DeltaTokenExpired
from crm_integration.dataverse.exchange import Timeouts
from crm_integration.dataverse.metadata import CrmTable, Tables
from crm_integration.dataverse.operations import (
    ANNOTATIONS,
    Operation,
    OperationResult,
    Retrieve,
    understood,
)
from crm_integration.dataverse.queries import ChangePage, Page, Query, read_change_page, read_page
from crm_integration.dataverse.retry import Retrier
from crm_integration.dataverse.sender import Sender
from crm_integration.dataverse.tokens import TokenProvider
from crm_integration.dataverse.values import Row
from odata.http_message import InnerRequest


@dataclass(frozen=True)
class WhoAmI:
    """The user that the CRM takes us for."""

    user_id: UUID
    business_unit_id: UUID
    organization_id: UUID


class DataverseClient:
    """One environment, one user. Every method raises DataverseError with a cure.

    Safe to share among threads. Never call it inside a transaction: InsideTransaction is raised.
    """

    def __init__(
        self,
        *,
        environment_url: str,
        tokens: TokenProvider | None,
        session: requests.Session,
        page_size: int = 500,
        batch_size: int = 100,
        timeouts: Timeouts | None = None,
        retrier: Retrier | None = None,
    ) -> None:
        self.environment_url = environment_url
        self.page_size = page_size
        self.batch_size = batch_size
        self._sender = Sender(
            environment_url=environment_url,
            tokens=tokens,
            session=session,
            timeouts=timeouts or Timeouts(),
            retrier=retrier or Retrier(),
        )

    def __repr__(self) -> str:
        return f"<DataverseClient of {self.environment_url}>"

    @property
    def api_root(self) -> str:
        """The address of the Web API, in the version that is spoken."""
        return self._sender.api_root

    @property
    def tables(self) -> Tables:
        """What is known of the environment's tables."""
        return self._sender.tables

    def knowing(self, tables: Tables) -> "DataverseClient":
        """Returns the same client for somebody who knows more of the environment than the snapshot does."""
        return self._with(replace(self._sender, tables=tables))

    def on_behalf_of(self, user_id: UUID | None) -> "DataverseClient":
        """Returns the same client for a user who counts as whoever does it, and may do it, too."""
        return self._with(replace(self._sender, on_behalf_of=user_id))

    def speaking(self, sdk_version: str) -> "DataverseClient":
        """Returns the same client in another version of the Web API."""
        return self._with(replace(self._sender, sdk_version=sdk_version))

    def _with(self, sender: Sender) -> "DataverseClient":
        changed = copy(self)
        changed._sender = sender
        return changed

    def who_am_i(self) -> WhoAmI:
        body = self._get("WhoAmI")
        return understood(
            lambda: WhoAmI(
                user_id=UUID(body["UserId"]),
                business_unit_id=UUID(body["BusinessUnitId"]),
                organization_id=UUID(body["OrganizationId"]),
            )
        )

    def retrieve_version(self) -> str:
        """Returns the CRM's version, such as ``9.2.24013.167``."""
        body = self._get("RetrieveVersion")
        return understood(lambda: str(body["Version"]))

    def retrieve(self, entity_set: str, id: UUID, *, select: Sequence[str]) -> Row:
        """Returns one row; raises DataverseError (NOT_FOUND) if it does not exist."""
        result = self.execute([Retrieve(entity_set, id, tuple(select))])[0]
        if result.error is not None:
            raise result.error
        assert result.row is not None  # noqa: S101
        return result.row

    def pages(
        self,
        entity_set: str,
        *,
        select: Sequence[str],
        filter: str | None = None,
        orderby: str | None = None,
        expand: Sequence[str] = (),
        top: int | None = None,
    ) -> Iterator[Page]:
        """Yields page after page. ``select`` takes logical names, the other options are OData text."""
        table = metadata.table_of_entity_set(entity_set, self.tables)
        query = Query(select=select, filter=filter, orderby=orderby, expand=expand, top=top)
        # The Web API ignores $top where a page size is asked for.
        headers = self._read_headers(*([] if top is not None else [f"odata.maxpagesize={self.page_size}"]))
        link: str | None = query.url(table)
        while link:
            page = self._page(table, link, headers)
            yield page
            link = page.next_link if top is None else None

    def _page(self, table: CrmTable, url: str, headers: Mapping[str, str]) -> Page:
        body = self._get(url, headers=headers)
        return understood(lambda: read_page(table, body, environment_url=self.environment_url))

    def count(self, entity_set: str, filter: str | None = None) -> int:
        """Returns how many rows there are; the Web API counts no further than 5,000."""
        table = metadata.table_of_entity_set(entity_set, self.tables)
        query = Query(select=[table.primary_id], filter=filter, count=True)
        body = self._get(query.url(table), headers=self._read_headers("odata.maxpagesize=1"))
        return understood(lambda: int(body["@odata.count"]))

    def changes(self, entity_set: str, *, select: Sequence[str], link: str | None = None) -> ChangePage:
        """Returns one page of change tracking: of all rows without a link, else of what the link leads to.

        Raises DeltaTokenExpired if the link is not accepted any more or is one of another environment.
        """
        table = metadata.table_of_entity_set(entity_set, self.tables)
        if link is not None and not belongs_to(link, environment_url=self.environment_url):
            raise _expired("The change-tracking link belongs to another environment.")
        headers = self._read_headers(f"odata.maxpagesize={self.page_size}", "odata.track-changes")
        try:
            body = self._get(link or Query(select=select).url(table), headers=headers)
        except DataverseError as error:
            # A link was good when it was given; one that is refused as a request is so no longer.
            if link is not None and error.status in (400, 410):
                raise _expired(error.message) from error
            raise
        return understood(lambda: read_change_page(table, body, environment_url=self.environment_url))

    def execute(self, operations: Sequence[Operation]) -> list[OperationResult]:
        """Executes each operation by itself and returns one result per operation, in order.

        Data errors, conflicts and whatever is transient are in the results; only what stops everything
        (credentials, configuration) is raised.
        """
        return batches.execute(self._sender, operations, batch_size=self.batch_size)

    def execute_atomically(self, operations: Sequence[Operation]) -> list[OperationResult]:
        """Executes all operations or none, in one change set; raises the error of the one that failed."""
        return batches.execute_atomically(self._sender, operations)

    def read(self, url: str) -> dict[str, Any]:
        """Returns the JSON at a URL below the API root that is no row: definitions, answers of functions."""
        return self._get(url)

    def write(
        self, method: str, url: str, content: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
    ) -> None:
        """Sends what is no row: a definition, an action. It may be sent again after a lost answer."""
        body = json.dumps(content).encode()
        request = InnerRequest(
            method=method, url=url, headers={"Content-Type": "application/json", **(headers or {})}, body=body
        )
        self._sender.send(request, understand=lambda answer: None)

    def _read_headers(self, *preferences: str) -> dict[str, str]:
        return {"Prefer": ",".join([*preferences, ANNOTATIONS])}

    def _get(self, url: str, *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        request = InnerRequest(method="GET", url=url, headers=dict(headers or {}), body=b"")
        return batches.read(self._sender, request)


def _expired(message: str) -> DeltaTokenExpired:
    return DeltaTokenExpired(cure=Cure.CONFIGURATION, code="delta_token_expired", message=message)
