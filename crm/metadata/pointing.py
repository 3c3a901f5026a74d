"""Which records point by a lookup to given records, and which a many-to-many collection ties to them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from crm.metadata.column import Column
from crm.metadata.relationships import Collection


def points_to(column: Column, target: str, identifiers: Iterable[UUID]) -> Q:
    """The records whose lookup holds one of these records of the table ``target``."""
    if column.in_extra:
        prefix = f"{target}:" if column.is_polymorphic else ""
        texts = [f"{prefix}{identifier}" for identifier in identifiers]
        return Q((f"extra__{column.logical_name}__in", texts))
    condition = Q((f"{column.attname}__in", list(identifiers)))
    return condition & Q((column.type_attname, target)) if column.type_attname else condition


def links_of(collection: Collection) -> QuerySet[Any]:
    """The rows that tie records together for a many-to-many collection."""
    rows = apps.get_model("crm", collection.link)._default_manager.all()
    return rows.filter(relationship=collection.relationship) if collection.relationship else rows
