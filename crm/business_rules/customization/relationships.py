"""Relationships made at run time: a lookup, or pairs of records."""

from typing import Any

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.customization.columns import create_column, delete_column
from crm.business_rules.customization.rights import (
    check_relationship_name,
    refuse_known,
)
from crm.business_rules.errors import NOT_CUSTOM, CrmFault
from crm.business_rules.privileges import check_general
from crm.metadata import Table
from crm.metadata.relationships import many_to_many
from crm.models import CrmColumn, CrmLink, CrmRelationship


def create_lookup(
    table: Table,
    target: Table,
    *,
    schema_name: str,
    relationship: str,
    definition: dict[str, Any],
    caller: Caller,
) -> str:
    """Makes a column of ``table`` that points to ``target``; returns its logical name. Raises CrmFault."""
    check_general(caller=caller, name="CreateRelationship")
    check_relationship_name(relationship)
    refuse_known(is_known(relationship), relationship)
    pointing = {
        **definition,
        "type": "Lookup",
        "targets": {target.logical_name: schema_name},
        "relationships": {target.logical_name: relationship},
    }
    return create_column(table, schema_name, pointing, caller=caller)


def create_many_to_many(
    first: Table,
    second: Table,
    *,
    relationship: str,
    intersect: str,
    first_name: str,
    second_name: str,
    caller: Caller,
) -> None:
    """Lets records of two tables be tied together. Raises CrmFault."""
    check_general(caller=caller, name="CreateRelationship")
    check_relationship_name(relationship)
    refuse_known(is_known(relationship), relationship)
    CrmRelationship.objects.create(
        schema_name=relationship,
        intersect=intersect or relationship.lower(),
        first=first.logical_name,
        first_name=first_name or relationship,
        second=second.logical_name,
        second_name=second_name or relationship,
    )
    metadata.refresh()


def is_known(name: str) -> bool:
    """Whether a relationship of that schema name is there, whatever its case."""
    wanted = name.casefold()
    lookups = {
        relationship.casefold()
        for table in metadata.tables()
        for column in table.columns.values()
        for relationship in column.relationships.values()
    }
    pairs = {(item.relationship or item.name).casefold() for item in many_to_many()}
    return wanted in lookups | pairs


def delete_relationship(name: str, *, caller: Caller) -> None:
    """Removes a lookup with its values, or the pairs of a relationship. Raises CrmFault."""
    check_general(caller=caller, name="DeleteRelationship")
    pairs = CrmRelationship.objects.filter(schema_name=name).first()
    if pairs is not None:
        CrmLink.objects.filter(relationship=name).delete()
        pairs.delete()
        metadata.refresh()
        return
    for row in CrmColumn.objects.filter(definition__type="Lookup"):
        if name in row.definition.get("relationships", {}).values():
            delete_column(metadata.table(row.table), row.logical_name, caller=caller)
            return
    raise CrmFault(NOT_CUSTOM, name=name)
