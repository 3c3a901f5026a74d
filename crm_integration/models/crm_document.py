"""What became of an order or a quote of the CRM: the document that was made of it, or why there is none."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CrmDocument(models.Model):
    """One row for each that was looked at; that it is the only one makes one document of one.

    ``number``, ``name`` and ``customer`` are as last read in the CRM, ``statecode`` and ``statuscode`` as of
    ``state_read_at``. ``submitted_at``: when an order was submitted. ``kept_at``: when somebody decided that
    its sales order stays although it was canceled in the CRM. ``erp_id`` is the document of the back office,
    ``erp_no`` its number, which stay known when it is posted and gone. ``stamp_date``: the day that the CRM's
    order must bear as its last submission to the back office; ``stamped_at``: when it was seen to bear it. A
    problem is stored as that of a record is: a code with parameters, and the record whose coupling is the
    cure. ``others``: what stands in the way besides, each with the same names.

    Of a quote, the row follows to the next ``revision`` (0 for the first), whose document is the same one;
    ``won_at``: when it was done what a won quote asks for. A quote that has its document and a problem could
    not have that done.
    """

    class Status(models.TextChoices):
        FAILED = "failed", _("Failed")
        CREATED = "created", _("Created")

    crm_table = models.CharField(max_length=64)
    crm_id = models.UUIDField()
    number = models.CharField(_("Number"), max_length=100, blank=True)
    name = models.CharField(_("Name"), max_length=300, blank=True)
    customer = models.CharField(_("Account"), max_length=200, blank=True)
    statecode = models.IntegerField(null=True)
    statuscode = models.IntegerField(null=True)
    state_read_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(_("Submitted At"), null=True)
    kept_at = models.DateTimeField(_("Kept At"), null=True)

    status = models.CharField(_("Status"), max_length=10, choices=Status.choices)
    erp_table = models.CharField(max_length=50, blank=True)
    erp_id = models.UUIDField(null=True, unique=True)
    erp_no = models.CharField(_("No."), max_length=20, blank=True)
    created_at = models.DateTimeField(_("Created At"), null=True)
    stamp_date = models.DateField(null=True)
    stamped_at = models.DateTimeField(null=True)
    notes_read_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(_("Revision"), default=0)
    won_at = models.DateTimeField(_("Won At"), null=True)

    code = models.CharField(max_length=50, blank=True)
    params = models.JSONField(default=dict)
    cure = models.CharField(_("Cure"), max_length=20, blank=True)
    field = models.CharField(_("Field"), max_length=64, blank=True)
    awaited_table = models.CharField(max_length=64, blank=True)
    awaited_id = models.UUIDField(null=True)
    others = models.JSONField(default=list)
    times = models.PositiveIntegerField(_("Times"), default=0)
    first_failed_at = models.DateTimeField(_("First Failed On"), null=True)
    failed_at = models.DateTimeField(_("Failed On"), null=True)

    class Meta:
        verbose_name = _("CRM Document")
        verbose_name_plural = _("CRM Documents")
        permissions = [
            ("create_documents", "Can make documents of orders and quotes of the CRM"),
            ("open_order_journey", "Can open the order journey web service"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["crm_table", "crm_id"], name="unique_crm_document"),
        ]
        indexes = [
            models.Index(fields=["crm_table", "status"]),
            models.Index(fields=["crm_table", "number"]),
            models.Index(fields=["awaited_table", "awaited_id"]),
            models.Index(fields=["failed_at"], condition=~models.Q(code=""), name="failed_documents"),
            models.Index(
                fields=["stamped_at"], condition=models.Q(stamp_date__isnull=False), name="unstamped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.crm_table} {self.number or self.crm_id} {self.status}"
