"""A table of the CRM as it described itself: with the columns that were made in that environment."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CrmTableDefinition(models.Model):
    """``columns``: by logical name, in the words of the metadata snapshot. ``version`` changes with them."""

    table = models.CharField(_("Table"), max_length=64, primary_key=True)
    environment_url = models.URLField(_("Environment URL"))
    columns = models.JSONField(_("Columns"), default=dict)
    version = models.UUIDField(default=uuid.uuid4, editable=False)
    read_at = models.DateTimeField(_("Read At"))

    class Meta:
        verbose_name = _("CRM Table Definition")
        verbose_name_plural = _("CRM Table Definitions")

    def __str__(self) -> str:
        return self.table
