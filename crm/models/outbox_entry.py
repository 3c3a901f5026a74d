"""The outbox: notifications that were written in the transaction of a change and still have to be sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MAX_IDS = 100


class OutboxEntry(models.Model):
    """What one endpoint must be told of one message about one table.

    Changes join the entry that is waiting, so that the outbox stays small however much is written:
    ``record_ids`` holds the first 100 records, ``is_truncated`` says that there were more. ``user_ids`` are
    the users who made the changes. An entry being sent is closed and belongs to the sender that holds
    ``claim``, until ``not_before``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        FAILED = "failed", _("Failed")

    endpoint_id = models.UUIDField()
    table = models.CharField(max_length=64)
    message = models.CharField(max_length=16)
    record_ids = models.JSONField(default=list)
    is_truncated = models.BooleanField(default=False)
    user_ids = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "crm_outboxentry"
        verbose_name = _("Outbox Entry")
        verbose_name_plural = _("Outbox Entries")
        indexes = [models.Index(fields=["state", "not_before"], name="crm_outboxentry_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint_id", "table", "message"],
                condition=Q(state="waiting"),
                name="crm_outboxentry_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.table}"
