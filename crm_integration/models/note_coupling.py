"""The coupling of a note on a sales document with a note (annotation) on the CRM's order or quote."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteCoupling(models.Model):
    """``crm_id`` is the CRM's order or quote; ``seen_at``: the annotation's last known change.

    Of a quote it tells the notes that came over from those that were written in the back office.
    """

    note_id = models.UUIDField(unique=True)
    annotation_id = models.UUIDField(unique=True)
    crm_id = models.UUIDField(db_index=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Note Coupling")
        verbose_name_plural = _("Note Couplings")

    def __str__(self) -> str:
        return f"{self.note_id} - {self.annotation_id}"
