"""Documents of the CRM that become documents here: what waits there, what was made here, what failed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.reader.listing import ListedDocument
from crm_integration.models import CrmDocument
from erp.models import SalesHeader

Listed = Mapping[UUID, ListedDocument]
WAITING, FAILED, CREATED, DELETED = "waiting", "failed", "created", "deleted"
HAS_FAILED, WAS_CREATED = ~Q(code=""), Q(code="", status=CrmDocument.Status.CREATED)


@dataclass(frozen=True, kw_only=True)
class DocumentList:
    """What tells orders and quotes apart.

    ``read_waiting``: those that wait, the last changed first, at most so many; raises DataverseError.
    ``shows``: by state, which rows it holds besides what waits. ``state_of``: the state of what was made.
    ``deleted``: which of the CRM's documents may be made anew, since what they became was deleted.
    """

    table: str
    shows: Mapping[str, Q]
    read_waiting: Callable[[DataverseClient, int], list[ListedDocument]]
    state_of: Callable[[ListedDocument | None, CrmDocument], str]
    deleted: Callable[[Sequence[CrmDocument], Listed], Collection[UUID]] = lambda *_: ()

    @property
    def rows(self) -> QuerySet[CrmDocument]:
        """What is known here of the CRM's documents."""
        return CrmDocument.objects.filter(crm_table=self.table)

    def known(self, waiting: Iterable[ListedDocument], show: str = "") -> QuerySet[CrmDocument]:
        """All but those that wait, or those of one state; what failed comes first, and the latest first."""
        if show == WAITING:
            return CrmDocument.objects.none()
        rows = self.rows.exclude(crm_id__in=[document.crm_id for document in waiting])
        failed = ExpressionWrapper(HAS_FAILED, output_field=BooleanField())
        found = rows.filter(self.shows.get(show, Q())).annotate(has_failed=failed)
        return found.order_by("-has_failed", "-failed_at", "-created_at", "pk")

    def state(
        self, listed: ListedDocument | None, document: CrmDocument | None, deleted: Collection[UUID] = ()
    ) -> str:
        if document is None:
            return WAITING
        if document.code:
            return FAILED
        return DELETED if document.crm_id in deleted else self.state_of(listed, document)


def still_there(erp_ids: Iterable[UUID | None]) -> set[UUID]:
    """Those that are still documents here: neither deleted nor posted in full."""
    return set(SalesHeader.objects.filter(id__in=[id for id in erp_ids if id]).values_list("id", flat=True))
