"""Which fields of which tables refer to a table, in the one order in which tables are locked."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q

from erp.models import ErpRecord
from erp.queries.table_fields import ERP_TABLES, table_of


@dataclass(frozen=True)
class Reference:
    """A field that holds the key of a record; ``part_of`` when the record that has it is a line of it."""

    field: Any
    key: str
    part_of: bool

    @property
    def model(self) -> Any:
        """The model that the field belongs to."""
        return self.field.model

    def to(self, key: str) -> Q:
        """The condition for the records that refer to a key."""
        return Q(**{self.field.name: key})


@cache
def references_to(model: type[ErpRecord]) -> tuple[Reference, ...]:
    """Returns the fields that refer to the model: customers come before contacts."""
    order = list(ERP_TABLES)
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    ]
    found = [
        Reference(
            field=relation.field,
            key=relation.field.target_field.attname,
            part_of=relation.on_delete is models.CASCADE,
        )
        for relation in relations
    ]
    return tuple(sorted(found, key=lambda reference: order.index(table_of(reference.model))))
