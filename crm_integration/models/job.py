"""A piece of work that runs in the background. The queue carries its id; the truth is here."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Claimed by one worker at a time: ``lease_until`` gives it back, ``fence`` stops a late one.

    ``unique_key``: at most one job of that key waits to be begun. ``exclusive_key``: at most one runs, and
    only a more urgent one may come in between two slices. ``cursor`` is where the next slice goes on,
    ``attempts`` counts those in vain since the last progress, ``waits`` those that found the CRM away, and
    ``dispatched_at`` says when the queue was told last. Lower ``priority`` runs first.
    """

    class Status(models.TextChoices):
        READY = "ready", _("Ready")
        RUNNING = "running", _("In Process")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Error")
        CANCELED = "canceled", _("Canceled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=100, blank=True)
    exclusive_key = models.CharField(max_length=100, blank=True)
    priority = models.PositiveSmallIntegerField(default=50)
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.READY)
    not_before = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    cursor = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    failed_records = models.PositiveIntegerField(default=0)
    message_code = models.CharField(max_length=50, blank=True)
    message_params = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    dispatched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["priority", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(status="ready", started_at=None) & ~Q(unique_key=""),
                name="unique_waiting_job",
            ),
            models.UniqueConstraint(
                fields=["exclusive_key"],
                condition=Q(status="running") & ~Q(exclusive_key=""),
                name="unique_running_job",
            ),
        ]
        indexes = [models.Index(fields=["status", "priority", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.unique_key or self.id} {self.status}"
