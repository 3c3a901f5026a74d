"""Tables that were made at run time, kept as rows; their columns are rows of ``CrmColumn``."""

from django.db import models

from crm.models.metadata_row import MetadataRow

FIRST_OBJECT_TYPE_CODE = 10_000


class CrmTable(MetadataRow):
    """``primary_name`` is the text column by which records are known; ``is_owned`` ones belong to a user.

    ``definition`` keeps what else was said of the table when it was made.
    """

    logical_name = models.CharField(max_length=64, unique=True)
    schema_name = models.CharField(max_length=64)
    entity_set = models.CharField(max_length=80, unique=True)
    object_type_code = models.IntegerField(unique=True)
    primary_name = models.CharField(max_length=128)
    primary_name_length = models.IntegerField(default=100)
    display_name = models.CharField(max_length=128)
    display_collection_name = models.CharField(max_length=128)
    is_owned = models.BooleanField(default=False)
    change_tracking = models.BooleanField(default=False)
    definition = models.JSONField(default=dict, blank=True)

    class Meta:
        db_table = "crm_table"

    @property
    def primary_id(self) -> str:
        return f"{self.logical_name}id"
