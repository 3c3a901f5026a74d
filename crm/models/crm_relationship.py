"""Many-to-many relationships that were made at run time, and the pairs of records that they tie together.

A one-to-many relationship is its lookup: a row of ``CrmColumn`` whose definition names it.
"""

from django.db import models

from crm.models.fields import new_id
from crm.models.metadata_row import MetadataRow


class CrmRelationship(MetadataRow):
    """``first_name`` is the collection of the ``first`` table that holds records of the ``second``."""

    schema_name = models.CharField(max_length=128, unique=True)
    intersect = models.CharField(max_length=128)
    first = models.CharField(max_length=64)
    first_name = models.CharField(max_length=128)
    second = models.CharField(max_length=64)
    second_name = models.CharField(max_length=128)
    definition = models.JSONField(default=dict, blank=True)

    class Meta:
        db_table = "crm_relationship"


class CrmLink(models.Model):
    """One pair of a relationship."""

    id = models.UUIDField(primary_key=True, default=new_id)
    relationship = models.CharField(max_length=128)
    first_id = models.UUIDField()
    second_id = models.UUIDField(db_index=True)

    class Meta:
        db_table = "crm_link"
        constraints = [
            models.UniqueConstraint(fields=["relationship", "first_id", "second_id"], name="crm_link_once")
        ]
