"""What all tables have: version, who made and changed the record and when, and room for further columns."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BigIntColumn,
    DateTimeColumn,
    LookupColumn,
    PolymorphicLookupColumn,
)


class CrmRecord(models.Model):
    """A record of any table.

    ``extra`` holds the columns that have no field of their own: the remaining standard columns and those
    made at run time.
    """

    versionnumber = BigIntColumn(read_only=True, null=False, db_index=True)
    createdon = DateTimeColumn(read_only=True, null=False, verbose_name=_("Created On"))
    modifiedon = DateTimeColumn(read_only=True, null=False, db_index=True, verbose_name=_("Modified On"))
    createdby = LookupColumn("systemuser", read_only=True, db_index=False, verbose_name=_("Created By"))
    modifiedby = LookupColumn("systemuser", read_only=True, db_index=False, verbose_name=_("Modified By"))
    extra = models.JSONField(default=dict, blank=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    class Dataverse:
        """The table's names; every table says its own."""

        entity_set: ClassVar[str]
        schema_name: ClassVar[str]
        object_type_code: ClassVar[int]
        primary_name: ClassVar[str] = "name"
        keys: ClassVar[Mapping[str, tuple[str, ...]]] = {}
        line_of: ClassVar[str] = ""

    def __str__(self) -> str:
        return getattr(self, self.Dataverse.primary_name) or str(self.pk)

    def column_value(self, name: str) -> Any:
        """The value of any column by its logical name; a lookup's id."""
        field = next((field for field in self._meta.concrete_fields if field.name == name), None)
        return self.extra.get(name) if field is None else getattr(self, field.attname)


class OwnedRecord(CrmRecord):
    """A record that belongs to a user or a team, and through them to a business unit."""

    ownerid = PolymorphicLookupColumn("systemuser", "team", kind="Owner", null=False, verbose_name=_("Owner"))
    owningbusinessunit = LookupColumn("businessunit", read_only=True, verbose_name=_("Owning Business Unit"))

    class Meta:
        abstract = True


class LineRecord(CrmRecord):
    """A line belongs to whoever owns its document, to which the lookup ``Dataverse.line_of`` points."""

    ownerid = PolymorphicLookupColumn(
        "systemuser", "team", kind="Owner", null=False, read_only=True, verbose_name=_("Owner")
    )
    owningbusinessunit = LookupColumn("businessunit", read_only=True, verbose_name=_("Owning Business Unit"))

    class Meta:
        abstract = True
