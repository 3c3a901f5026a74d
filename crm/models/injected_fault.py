"""Faults that the CRM plays on purpose, so that everyone can test how their set-up bears them."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class InjectedFault(models.Model):
    """One kind of fault on the requests that match. No row, no fault.

    ``route`` is a pattern with ``*`` for the path below the host; blank matches every path. Of the matching
    requests the first ``skip`` are left alone, then a share of ``rate`` is hit, until ``remaining`` hits are
    used up (blank: no end).
    """

    class Kind(models.TextChoices):
        DELAY = "delay", _("Delay")
        THROTTLE = "throttle", _("Too many requests (429)")
        SERVER_ERROR = "server_error", _("Server error (500)")
        RESET = "reset", _("Connection reset")
        ANSWER_LOST = "answer_lost", _("Answer lost after commit")
        BATCH_OPERATION = "batch_operation", _("Failed operation inside a batch")

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    route = models.CharField(
        _("Route"),
        max_length=200,
        blank=True,
        help_text=_("A pattern for the path, such as /api/data/*/accounts*. Blank: every path."),
    )
    method = models.CharField(
        _("Method"), max_length=10, blank=True, help_text=_("GET, POST, PATCH … Blank: every method.")
    )
    rate = models.DecimalField(
        _("Rate"),
        max_digits=5,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("The share of the matching requests that is hit, from 0 to 1."),
    )
    skip = models.PositiveIntegerField(
        _("Skip"), default=0, help_text=_("How many matching requests are left alone first.")
    )
    remaining = models.PositiveIntegerField(
        _("Remaining"), null=True, blank=True, help_text=_("How many requests are hit. Blank: no end.")
    )
    delay_ms = models.PositiveIntegerField(
        _("Delay in Milliseconds"), default=0, validators=[MaxValueValidator(60_000)]
    )
    retry_after = models.PositiveIntegerField(
        _("Retry After (Seconds)"), default=1, validators=[MaxValueValidator(300)]
    )
    hits = models.PositiveIntegerField(_("Hits"), default=0, editable=False)

    class Meta:
        db_table = "crm_injectedfault"
        verbose_name = _("Injected Fault")
        verbose_name_plural = _("Injected Faults")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.method} {self.route}".strip()
