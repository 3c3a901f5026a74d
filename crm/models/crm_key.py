"""Alternate keys that were made at run time, kept as rows."""

from django.db import models

from crm.models.metadata_row import MetadataRow


class CrmKey(MetadataRow):
    """No two records of the table have the same values of all ``columns`` (logical names)."""

    table = models.CharField(max_length=64)
    logical_name = models.CharField(max_length=128)
    columns = models.JSONField()
    definition = models.JSONField(default=dict, blank=True)

    class Meta:
        db_table = "crm_key"
        constraints = [models.UniqueConstraint(fields=["table", "logical_name"], name="crm_key_once")]
