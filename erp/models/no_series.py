"""Number series and their lines: what the next number of a new record is. Gaps are allowed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class NoSeries(ErpRecord):
    """A named series of numbers."""

    code = CodeField(_("Code"), max_length=20, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")
    default_nos = models.BooleanField(_("Default Nos."), default=True)
    manual_nos = models.BooleanField(_("Manual Nos."), default=True)

    class Meta:
        verbose_name = _("No. Series")
        verbose_name_plural = _("No. Series")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class NoSeriesLine(ErpRecord):
    """The numbers that a series gives from a starting date on."""

    series = models.ForeignKey(
        NoSeries,
        verbose_name=_("Series Code"),
        to_field="code",
        db_column="series_code",
        on_delete=models.CASCADE,
        related_name="lines",
    )
    line_no = models.PositiveIntegerField(_("Line No."), default=10000)
    starting_date = models.DateField(_("Starting Date"), null=True, blank=True)
    starting_no = CodeField(_("Starting No."), max_length=20)
    ending_no = CodeField(_("Ending No."), max_length=20, blank=True, default="")
    increment_by_no = models.PositiveIntegerField(_("Increment-by No."), default=1)
    last_no_used = CodeField(_("Last No. Used"), max_length=20, blank=True, default="")
    last_date_used = models.DateField(_("Last Date Used"), null=True, blank=True)
    open = models.BooleanField(_("Open"), default=True)

    class Meta:
        verbose_name = _("No. Series Line")
        verbose_name_plural = _("No. Series Lines")
        ordering = ["series", "starting_date", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["series", "line_no"], name="erp_no_series_line_key"),
            models.CheckConstraint(
                condition=models.Q(increment_by_no__gt=0), name="erp_no_series_line_increment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.starting_no}"
