"""Which jobs must wait for another one of their exclusive key."""

from django.db.models import Exists, OuterRef, Q

from crm_integration.models import Job


def is_blocked() -> Exists:
    """One of the key runs, or was begun and is between two slices.

    Only a more urgent job may come in between two slices, so that nobody waits for the end of a long one.
    """
    others = Job.objects.filter(exclusive_key=OuterRef("exclusive_key")).exclude(exclusive_key="")
    is_begun = Q(status=Job.Status.READY, started_at__isnull=False, priority__lte=OuterRef("priority"))
    return Exists(others.exclude(pk=OuterRef("pk")).filter(Q(status=Job.Status.RUNNING) | is_begun))
