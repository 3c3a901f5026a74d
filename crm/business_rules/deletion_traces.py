"""The traces of deleted records live as long as links of change tracking may ask for them."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from crm.models import DeletedRecord, Organization

MARGIN: Final = timedelta(days=1)


def forget_old_deletions(*, now: datetime) -> int:
    """Removes the traces that no link can ask for any more and returns how many."""
    days = Organization.objects.values_list("expirechangetrackingindays", flat=True).first()
    if days is None:
        return 0
    horizon = now - timedelta(days=days) - MARGIN
    return DeletedRecord.objects.filter(deletedon__lt=horizon).delete()[0]


def sweep() -> int:
    """The worker's recurring task."""
    return forget_old_deletions(now=timezone.now())
