"""The records of all tables that were made at run time, and the model by which each table is met."""

from functools import cache
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models

from crm.models.fields import (
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.fields.lookup import LookupColumn
from crm.models.record import CrmRecord


class CustomRecord(CrmRecord):
    """What every such record has; all else is in ``extra``. ``table`` is the logical name of its table."""

    table_name: ClassVar[str] = ""

    id = PrimaryIdColumn()
    table = models.CharField(max_length=64, editable=False)
    name = StringColumn(4000, searched=True)
    ownerid = PolymorphicLookupColumn("systemuser", "team", kind="Owner")
    owningbusinessunit = LookupColumn("businessunit", read_only=True)
    statecode = StateColumn()
    statuscode = StatusColumn()

    class Meta:
        db_table = "custom_record"
        indexes = [
            models.Index(fields=["table", "id"], name="custom_record_table"),
            models.Index(fields=["table", "versionnumber"], name="custom_record_version"),
        ]

    class Dataverse(CrmRecord.Dataverse):
        """The other names are those that the row of ``CrmTable`` declares."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:  # as the database gives the values of a stored record
            kwargs.setdefault("table", self.table_name)
        super().__init__(*args, **kwargs)


class _RecordsOfTable(models.Manager[Any]):
    """The records of the table that the model stands for."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(table=self.model.table_name)


@cache
def model_of(table: str, display_name: str, display_collection_name: str) -> type[CustomRecord]:
    """The model whose ``objects`` are the records of that table. It stands in no registry but its own."""

    class Meta:
        proxy = True
        app_label = "crm"
        apps = Apps()
        verbose_name = display_name
        verbose_name_plural = display_collection_name

    attributes: dict[str, Any] = {
        "__module__": __name__,
        "Meta": Meta,
        "table_name": table,
        "objects": _RecordsOfTable(),
    }
    return type(table, (CustomRecord,), attributes)
