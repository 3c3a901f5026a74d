"""Unit groups: all the units of measure of one item or resource, under one name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class UnitGroupSourceType(models.TextChoices):
    """What the units of a group count."""

    ITEM = "item", _("Item")
    RESOURCE = "resource", _("Resource")


class UnitGroup(ErpRecord):
    """Comes and goes with its item or resource; nobody enters one.

    ``code`` names the group among those of items and resources alike. Source: the modelled product's table
    *Unit Group* (C&S 1.2).
    """

    code = CodeField(_("Code"), max_length=30, unique=True)
    source_type = models.CharField(_("Source Type"), max_length=10, choices=UnitGroupSourceType.choices)
    source_no = CodeField(_("Source No."), max_length=20)

    class Meta:
        verbose_name = _("Unit Group")
        verbose_name_plural = _("Unit Groups")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["source_type", "source_no"], name="erp_unit_group_source")
        ]

    def __str__(self) -> str:
        return self.code


def unit_group_code(source_type: str, source_no: str) -> str:
    """Returns the code of the group of an item or a resource, which may have the same number."""
    return f"{source_type} {source_no}".upper()
