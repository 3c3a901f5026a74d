"""Relationships: what lookups and links between tables mean, as RelationshipMetadata."""

from collections.abc import Iterator
from typing import Any, Final

from crm import metadata
from crm.metadata import Collection, Column, Table
from crm.metadata.relationships import many_to_many
from crm.models.fields import CascadeDelete
from crm.web_api.definitions.attributes import NAMESPACE
from crm.web_api.definitions.labels import managed, metadata_id

ONE_TO_MANY: Final = "OneToManyRelationshipMetadata"
MANY_TO_MANY: Final = "ManyToManyRelationshipMetadata"
_DELETE: Final = {
    CascadeDelete.REMOVE_LINK: "RemoveLink",
    CascadeDelete.RESTRICT: "Restrict",
    CascadeDelete.CASCADE: "Cascade",
}


def one_to_many(table: Table) -> list[dict[str, Any]]:
    """Where other tables point to this one."""
    return [item for item in all_one_to_many() if item["ReferencedEntity"] == table.logical_name]


def many_to_one(table: Table) -> list[dict[str, Any]]:
    """Where this table points to others."""
    return list(_lookups_of(table))


def many_to_many_of(table: Table) -> list[dict[str, Any]]:
    names = ("Entity1LogicalName", "Entity2LogicalName")
    return [item for item in all_many_to_many() if table.logical_name in (item[name] for name in names)]


def all_one_to_many() -> Iterator[dict[str, Any]]:
    for table in metadata.tables():
        yield from _lookups_of(table)


def _lookups_of(table: Table) -> Iterator[dict[str, Any]]:
    for column in table.columns.values():
        for target, name in column.relationships.items():
            yield _one_to_many(table, column, metadata.table(target), name)


def _common(name: str, kind: str, *, is_custom: bool) -> dict[str, Any]:
    return {
        "@odata.type": f"#{NAMESPACE}{kind}",
        "MetadataId": str(metadata_id("relationship", name)),
        "SchemaName": name,
        "RelationshipType": kind.removesuffix("Metadata"),
        "IsCustomRelationship": is_custom,
        "IsManaged": False,
        "IsValidForAdvancedFind": True,
        "IsCustomizable": managed(True, "iscustomizable"),
        "SecurityTypes": "None",
        "IntroducedVersion": "1.0.0.0",
        "HasChanged": None,
    }


def _one_to_many(table: Table, column: Column, target: Table, name: str) -> dict[str, Any]:
    return {
        **_common(name, ONE_TO_MANY, is_custom=column.is_custom),
        "ReferencedEntity": target.logical_name,
        "ReferencedAttribute": target.primary_id,
        "ReferencedEntityNavigationPropertyName": name,
        "ReferencingEntity": table.logical_name,
        "ReferencingAttribute": column.logical_name,
        "ReferencingEntityNavigationPropertyName": column.targets[target.logical_name],
        "IsHierarchical": False,
        "CascadeConfiguration": {
            "Assign": "NoCascade",
            "Delete": _DELETE[column.cascade],
            "Archive": "NoCascade",
            "Merge": "NoCascade",
            "Reparent": "NoCascade",
            "Share": "NoCascade",
            "Unshare": "NoCascade",
            "RollupView": "NoCascade",
        },
    }


def all_many_to_many() -> Iterator[dict[str, Any]]:
    """Each once, seen from the table that comes first."""
    seen = set()
    for item in many_to_many():
        name = item.relationship or item.name
        if name not in seen:
            seen.add(name)
            yield _many_to_many(name, item)


def _many_to_many(name: str, item: Collection) -> dict[str, Any]:
    first, second = metadata.table(item.table), metadata.table(item.target)
    return {
        **_common(name, MANY_TO_MANY, is_custom=bool(item.relationship)),
        "Entity1LogicalName": first.logical_name,
        "Entity1IntersectAttribute": first.primary_id,
        "Entity1NavigationPropertyName": item.name,
        "Entity2LogicalName": second.logical_name,
        "Entity2IntersectAttribute": second.primary_id,
        "Entity2NavigationPropertyName": _other_end(item),
        "IntersectEntityName": name.lower(),
    }


def _other_end(item: Collection) -> str:
    return next(
        other.name
        for other in many_to_many()
        if (other.near, other.far) == (item.far, item.near)
        and (other.link, other.relationship) == (item.link, item.relationship)
    )
