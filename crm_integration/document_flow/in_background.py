"""Makes documents of many documents of the CRM in the background, some at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_of_documents
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.result import Result
from crm_integration.job_queue import ContinueWith, Deadline, Failed, Finished, Lease, Outcome, enqueue, hold
from crm_integration.models import ConnectionSetup, Job
from crm_integration.synch_engine.stopped import account_is_accepted, stopped_for_account

AT_ONCE = 10
# So many documents make one job: several workers share the rest.
OF_ONE_JOB = 25
OF_PEOPLE, BY_ITSELF = 10, 40


class Make(Protocol):
    """Makes the documents and returns a result for each. Raises DataverseError."""

    def __call__(
        self, client: DataverseClient, ids: Sequence[UUID], *, setup: ConnectionSetup, now: datetime
    ) -> list[Result]: ...


@dataclass(frozen=True)
class InBackground:
    """Jobs of a kind that make documents; many of them may be worked at the same time."""

    kind: str
    make: Make

    def ask_for(self, ids: Sequence[UUID], *, user: User | None = None, priority: int = BY_ITSELF) -> Job:
        return enqueue(
            kind=self.kind,
            arguments={"ids": [str(id) for id in ids]},
            unique_key=f"{self.kind}:{_digest(ids)}",
            priority=priority,
            total=len(ids),
            requested_by=user,
        )

    def ask_in_parts(self, ids: Sequence[UUID], *, priority: int = BY_ITSELF) -> None:
        """Leaves out what is under way already."""
        going_on = self._under_way()
        new = [id for id in ids if id not in going_on]
        for start in range(0, len(new), OF_ONE_JOB):
            self.ask_for(new[start : start + OF_ONE_JOB], priority=priority)

    def _under_way(self) -> set[UUID]:
        """The documents that jobs which have not ended yet are about."""
        unfinished = Job.objects.filter(kind=self.kind, status__in=[Job.Status.READY, Job.Status.RUNNING])
        jobs = unfinished.values_list("arguments", flat=True)
        return {UUID(id) for arguments in jobs for id in arguments["ids"]}

    def work(self, lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
        """The handler. A document that cannot be made is counted and does not keep the others.

        Raises LeaseLost.
        """
        job = Job.objects.get(pk=lease.job_id)
        ids = [UUID(id) for id in arguments["ids"]]
        place, failed = int(job.cursor.get("place", 0)), job.failed_records
        setup = ConnectionSetup.get()
        if setup.sales_obstacle or not setup.is_sales_order_integration_enabled:
            return Failed(setup.sales_obstacle or "order_integration_is_off")
        try:
            client = client_of_documents(setup)
            while place < len(ids):
                part = ids[place : place + AT_ONCE]
                results = self.make(client, part, setup=setup, now=timezone.now())
                place += len(results)
                failed += sum(result.problem is not None for result in results)
                cursor = {"place": place}
                if hold(lease, now=timezone.now(), done=place, failed_records=failed, cursor=cursor):
                    break
                if deadline.is_over and place < len(ids):
                    return ContinueWith(cursor)
        except DataverseError as error:
            return stopped_for_account(error, setup)
        account_is_accepted()
        return Finished()


def _digest(ids: Sequence[UUID]) -> str:
    """The same for the same documents, in whatever order they are named."""
    return sha256("".join(sorted(map(str, ids))).encode()).hexdigest()[:32]
