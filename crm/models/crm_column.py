"""Columns that were made at run time, kept as rows."""

from django.db import models

from crm.models.metadata_row import MetadataRow


class CrmColumn(MetadataRow):
    """``definition`` says of the column what the shipped list of standard columns says of those."""

    table = models.CharField(max_length=64)
    logical_name = models.CharField(max_length=128)
    definition = models.JSONField()

    class Meta:
        db_table = "crm_column"
        constraints = [models.UniqueConstraint(fields=["table", "logical_name"], name="crm_column_once")]
