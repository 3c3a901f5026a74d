"""Notes that people write on records of any table."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.models.record import ErpRecord


class RecordNote(ErpRecord):
    """A note on the record ``record_id`` of a table; it goes when the record goes."""

    table = models.CharField(_("Table"), max_length=50, editable=False)
    record_id = models.UUIDField(_("Record Id"), editable=False)
    description = models.CharField(_("Description"), max_length=250, blank=True, default="")
    note = models.TextField(_("Note"), blank=True, default="")
    created_at = models.DateTimeField(_("Created At"), default=timezone.now)
    created_by = models.CharField(_("Created By"), max_length=150, blank=True, default="")

    class Meta:
        verbose_name = _("Note")
        verbose_name_plural = _("Notes")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["table", "record_id"], name="erp_record_note_record")]

    def __str__(self) -> str:
        return self.description or self.note[:60]
