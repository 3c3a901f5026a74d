"""Resources with the units in which each is sold."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference
from erp.models.record import ErpRecord


class ResourceType(models.TextChoices):
    """Who or what does the work."""

    PERSON = "person", _("Person")
    MACHINE = "machine", _("Machine")


class Resource(ErpRecord):
    """A person or a machine whose work is sold. Capacity is in base units and entered by hand."""

    no = CodeField(_("No."), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=100, blank=True, default="", db_index=True)
    type = models.CharField(
        _("Type"), max_length=10, choices=ResourceType.choices, default=ResourceType.PERSON
    )
    base_unit_of_measure = reference(
        "erp.UnitOfMeasure", _("Base Unit of Measure"), "base_unit_of_measure", db_index=False
    )
    unit_price = AmountField(_("Unit Price"), default=Decimal(0))
    unit_cost = AmountField(_("Unit Cost"), default=Decimal(0))
    capacity = AmountField(_("Capacity"), default=Decimal(0))
    vendor_no = CodeField(_("Vendor No."), max_length=20, blank=True, default="")
    vat_prod_posting_group = reference(
        "erp.VatProductPostingGroup", _("VAT Prod. Posting Group"), "vat_prod_posting_group", db_index=False
    )
    blocked = models.BooleanField(_("Blocked"), default=False)

    class Meta:
        verbose_name = _("Resource")
        verbose_name_plural = _("Resources")
        indexes = [models.Index(fields=["modified_at"], name="erp_resource_modified_at")]

    def __str__(self) -> str:
        return f"{self.no} {self.name}".strip()


class ResourceUnitOfMeasure(ErpRecord):
    """A unit in which a resource's work is counted: so many of its base units."""

    resource = models.ForeignKey(
        Resource,
        verbose_name=_("Resource No."),
        to_field="no",
        db_column="resource_no",
        on_delete=models.CASCADE,
        related_name="units_of_measure",
    )
    unit_of_measure = models.ForeignKey(
        "erp.UnitOfMeasure",
        verbose_name=_("Code"),
        to_field="code",
        db_column="code",
        on_delete=models.PROTECT,
        related_name="+",
    )
    qty_per_unit_of_measure = AmountField(_("Qty. per Unit of Measure"), default=Decimal(1))

    class Meta:
        verbose_name = _("Resource Unit of Measure")
        verbose_name_plural = _("Resource Units of Measure")
        ordering = ["resource", "unit_of_measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "unit_of_measure"], name="erp_resource_unit_of_measure_key"
            ),
            models.CheckConstraint(
                condition=models.Q(qty_per_unit_of_measure__gt=0),
                name="erp_resource_unit_of_measure_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.unit_of_measure_id}"
