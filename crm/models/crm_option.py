"""Options and option sets that were made at run time, kept as rows."""

from django.db import models

from crm.models.metadata_row import MetadataRow


class CrmOptionSet(MetadataRow):
    """Options that several columns share: a column's definition names it as ``option_set``."""

    name = models.CharField(max_length=128, unique=True)
    definition = models.JSONField()

    class Meta:
        db_table = "crm_option_set"


class CrmOption(MetadataRow):
    """An option that a column has besides, calls by another name, or has no longer (``is_removed``).

    ``state`` is the state to which a reason of the status belongs.
    """

    table = models.CharField(max_length=64)
    column = models.CharField(max_length=128)
    value = models.IntegerField()
    label = models.CharField(max_length=255, blank=True)
    state = models.IntegerField(null=True)
    is_removed = models.BooleanField(default=False)

    class Meta:
        db_table = "crm_option"
        constraints = [models.UniqueConstraint(fields=["table", "column", "value"], name="crm_option_once")]
