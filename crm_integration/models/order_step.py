"""A step in the life of a sales order that came from the CRM, and whether the CRM's order was told."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStep(models.Model):
    """Written in the transaction of the step itself; ``id`` becomes that of the post on the timeline.

    The steps of an order are told in the order of ``number``. ``document_no`` is that of the shipment or the
    invoice. ``told_at``: since when the CRM knows, or is known to have nobody to tell.
    """

    class Kind(models.TextChoices):
        RELEASED = "released", _("Released")
        SHIPPED = "shipped", _("Shipment created")
        INVOICED = "invoiced", _("Invoice created")
        COMPLETED = "completed", _("Everything is invoiced")
        DELETED = "deleted", _("Deleted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField()
    crm_id = models.UUIDField(db_index=True)
    erp_id = models.UUIDField()
    erp_no = models.CharField(_("No."), max_length=20)
    kind = models.CharField(_("Step"), max_length=10, choices=Kind.choices)
    document_id = models.UUIDField(null=True)
    document_no = models.CharField(_("Document No."), max_length=20, blank=True)
    happened_at = models.DateTimeField(_("Happened At"))
    told_at = models.DateTimeField(_("Told At"), null=True)

    class Meta:
        verbose_name = _("Order Step")
        verbose_name_plural = _("Order Steps")
        ordering = ["number", "id"]
        indexes = [
            models.Index(fields=["number"], condition=models.Q(told_at=None), name="untold_order_step")
        ]

    def __str__(self) -> str:
        return f"{self.erp_no} {self.kind} {self.document_no}".strip()
