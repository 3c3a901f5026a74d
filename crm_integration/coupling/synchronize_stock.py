"""Has the items synchronized whose stock has changed, whatever else their mapping's own job does.

Source: SD 6, the job Item Availability.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from crm_integration.coupling.scheduled import schedule
from crm_integration.job_queue import Deadline, Failed, Finished, Lease, Outcome
from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.models import ConnectionSetup, Coupling, IntegrationTableMapping
from crm_integration.synch_engine.scope import Scope
from erp.models import Item, ItemLedgerEntry

# A posting bears the time of its writing and is seen at its commit.
LONGEST_POSTING: Final = timedelta(minutes=5)
AT_ONCE: Final = 1_000


def synchronize_stock(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. Looks at what was posted since its last run; at first, at every posting."""
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    if not IntegrationTableMapping.objects.on().filter(pk=ITEM_PRODUCT.name).exists():
        return Finished()  # it is looked for again when the mapping is on
    now = timezone.now()
    for couplings in _of_moved_items(setup.item_availability_synched_at):
        schedule(
            Scope(ITEM_PRODUCT.name, kind="selected", coupling_ids=tuple(couplings)), records=len(couplings)
        )
    ConnectionSetup.objects.filter(pk=setup.pk).update(item_availability_synched_at=now)
    return Finished()


def _of_moved_items(since: datetime | None) -> Iterator[list[UUID]]:
    """The couplings of items with newer ledger entries; what was given up waits for its cure."""
    entries = ItemLedgerEntry.objects.all()
    if since is not None:
        entries = entries.filter(modified_at__gt=since - LONGEST_POSTING)
    items = Item.objects.filter(no__in=entries.order_by().values("item"))
    coupled = Coupling.objects.filter(
        mapping=ITEM_PRODUCT.name, state=Coupling.State.COUPLED, erp_id__in=items.values("id")
    )
    ids = list(coupled.order_by("pk").values_list("pk", flat=True))
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
