"""Columns that point to a record of another table, or of one of several tables."""

from enum import StrEnum
from typing import Any

from django.db import models

from crm.models.fields.column import DataverseField, add_companion


class CascadeDelete(StrEnum):
    """What happens to the pointing record when the record that it points to is deleted."""

    REMOVE_LINK = "RemoveLink"
    RESTRICT = "Restrict"
    CASCADE = "Cascade"


REMOVE_LINK, RESTRICT = CascadeDelete.REMOVE_LINK, CascadeDelete.RESTRICT


class LookupColumn(DataverseField, models.ForeignKey):
    """Points to one table, named by its logical name.

    ``bind`` is the navigation property by which it is written; ``cascade`` what deleting the target does.
    The business rules carry that out, since they also keep the versions of the records concerned.
    """

    dataverse_type = "Lookup"
    plain = models.ForeignKey

    def __init__(
        self, target: str, *, bind: str = "", cascade: CascadeDelete = REMOVE_LINK, **kwargs: Any
    ) -> None:
        self.targets = (target,)
        self.bind_name = bind
        self.cascade = cascade
        super().__init__(f"crm.{target}", on_delete=models.DO_NOTHING, related_name="+", **kwargs)

    def get_attname_column(self) -> tuple[str, str]:  # type: ignore[override]
        return self.get_attname(), self.db_column or self.name

    def bind_for(self, target: str) -> str:
        return self.bind_name or self.name

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, arguments, keywords = super().deconstruct()
        return name, path, arguments, {**keywords, "db_column": self.column}


class PolymorphicLookupColumn(DataverseField, models.UUIDField):
    """Points to one of several tables; brings along ``<name>type``, the logical name of the target.

    ``kind`` is Owner (one navigation property for all targets), Customer or Lookup (one for each target;
    of activities it ends in the ``suffix``).
    """

    plain = models.UUIDField

    def __init__(
        self,
        *targets: str,
        kind: str = "Customer",
        suffix: str = "",
        cascade: CascadeDelete = REMOVE_LINK,
        **kwargs: Any,
    ) -> None:
        self.targets = targets
        self.kind = kind
        self.suffix = f"_{suffix}" if suffix else ""
        self.cascade = cascade
        super().__init__(**{"db_index": True, **kwargs})

    @property
    def dataverse_type(self) -> str:  # type: ignore[override]
        return self.kind

    def bind_for(self, target: str) -> str:
        return self.name if self.kind == "Owner" else f"{self.name}_{target}{self.suffix}"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        add_companion(cls, f"{name}type", models.CharField(max_length=64, null=True, editable=False))
