"""Opportunities: what a contact may buy, and how likely that is."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference
from erp.models.record import ErpRecord


class OpportunityStatus(models.TextChoices):
    """Won and Lost are closed: nothing changes any more."""

    NOT_STARTED = "not_started", _("Not Started")
    IN_PROGRESS = "in_progress", _("In Progress")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class Opportunity(ErpRecord):
    """Values are in the local currency; the current value is the estimated one times the probability.

    The contact is a person or a company; its company follows from it.
    """

    no = CodeField(_("No."), max_length=20, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="", db_index=True)
    contact = reference("erp.Contact", _("Contact No."), "contact_no", to_field="no")
    contact_company = reference(
        "erp.Contact",
        _("Contact Company No."),
        "contact_company_no",
        to_field="no",
        editable=False,
        db_index=False,
    )
    salesperson = reference("erp.Salesperson", _("Salesperson Code"), "salesperson_code")
    sales_cycle = reference("erp.SalesCycle", _("Sales Cycle Code"), "sales_cycle_code", db_index=False)
    status = models.CharField(
        _("Status"),
        max_length=20,
        choices=OpportunityStatus.choices,
        default=OpportunityStatus.NOT_STARTED,
        db_index=True,
    )
    creation_date = models.DateField(_("Creation Date"), null=True, blank=True, editable=False)
    estimated_closing_date = models.DateField(_("Estimated Closing Date"), null=True, blank=True)
    date_closed = models.DateField(_("Date Closed"), null=True, blank=True, editable=False)
    estimated_value_lcy = AmountField(_("Estimated Value (LCY)"), default=Decimal(0))
    probability_percent = AmountField(_("Probability %"), default=Decimal(0))
    calcd_current_value_lcy = AmountField(_("Calcd. Current Value (LCY)"), default=Decimal(0), editable=False)

    class Meta:
        verbose_name = _("Opportunity")
        verbose_name_plural = _("Opportunities")
        indexes = [models.Index(fields=["modified_at"], name="erp_opportunity_modified_at")]

    def __str__(self) -> str:
        return f"{self.no} {self.description}".strip()
