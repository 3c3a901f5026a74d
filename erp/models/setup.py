"""What setup tables have in common: exactly one row, whose primary key is blank."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField


class SetupRecord(models.Model):
    """Gives a table a unique key that only the one row can have."""

    primary_key = CodeField(
        _("Primary Key"), max_length=10, blank=True, default="", unique=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(primary_key=""), name="%(app_label)s_%(class)s_one_row")
        ]
