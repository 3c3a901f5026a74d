"""How long the CRM remembers what was deleted: as long as links of change tracking live."""

from datetime import datetime, timedelta

from crm.models import DeletedRecord, Organization


def forget_deletions(*, now: datetime) -> int:
    """Removes traces that no valid link can ask for any more; returns how many."""
    days = Organization.objects.values_list("expirechangetrackingindays", flat=True).first()
    if days is None:
        return 0
    return DeletedRecord.objects.filter(deletedon__lt=now - timedelta(days=days + 1)).delete()[0]
