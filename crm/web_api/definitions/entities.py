"""The tables as EntityMetadata."""

from typing import Any, Final

from crm import metadata
from crm.business_rules.privilege_ids import privilege_id, privilege_name, verbs_of
from crm.metadata import Table
from crm.models import CrmKey, CrmTable
from crm.web_api.definitions.labels import label, managed, metadata_id

_CAN_CREATE: Final = {
    f"CanCreate{what}": managed(True, f"cancreate{what.lower()}")
    for what in ("Attributes", "Forms", "Charts", "Views")
}
# What is so of every table: nothing comes from a managed solution or from another source of data.
_SAME_FOR_ALL: Final = {
    "TableType": "Standard",
    "IsIntersect": False,
    "IsLogicalEntity": False,
    "IsManaged": False,
    "IsPrivate": False,
    "IsValidForAdvancedFind": True,
    "IsAvailableOffline": False,
    "HasActivities": False,
    "DataProviderId": None,
    "ExternalName": None,
    "IsCustomizable": managed(True, "iscustomizable"),
    "IsRenameable": managed(True, "isrenameable"),
    "IsMappable": managed(True, "ismappable"),
    "IsAuditEnabled": managed(False, "canmodifyauditsettings"),
    "IsDuplicateDetectionEnabled": managed(False, "canmodifyduplicatedetectionsettings"),
    "CanChangeTrackingBeEnabled": managed(True, "canchangetrackingbeenabled"),
    "IntroducedVersion": "1.0.0.0",
    "HasChanged": None,
}


def entity(table: Table) -> dict[str, Any]:
    """What a table says of itself, without what hangs on it."""
    name = table.logical_name
    return {
        "MetadataId": str(metadata_id("entity", name)),
        "LogicalName": name,
        "SchemaName": table.schema_name,
        "EntitySetName": table.entity_set,
        "LogicalCollectionName": table.entity_set,
        "CollectionSchemaName": f"{table.schema_name}s",
        "DisplayName": label(table.display_name),
        "DisplayCollectionName": label(_collection_name(table)),
        "Description": label(None),
        "ObjectTypeCode": table.object_type_code,
        "PrimaryIdAttribute": table.primary_id,
        "PrimaryNameAttribute": table.primary_name,
        "OwnershipType": _ownership(table),
        "ChangeTrackingEnabled": table.change_tracking,
        "IsCustomEntity": table.is_custom,
        "IsActivity": "activitytypecode" in table.columns,
        "IsStateModelAware": "statecode" in table.columns,
        "HasNotes": name in _annotated(),
        "Privileges": [_privilege(table, verb) for verb in verbs_of(table)],
        **_SAME_FOR_ALL,
        **_CAN_CREATE,
    }


def _privilege(table: Table, verb: str) -> dict[str, Any]:
    """One right that security roles can have, as SecurityPrivilegeMetadata."""
    return {
        "PrivilegeId": str(privilege_id(table.logical_name, verb)),
        "Name": privilege_name(table.logical_name, verb),
        "PrivilegeType": verb,
        "CanBeBasic": table.is_owned,
        "CanBeLocal": table.is_owned,
        "CanBeDeep": False,
        "CanBeGlobal": True,
    }


def _annotated() -> tuple[str, ...]:
    return tuple(metadata.table("annotation").columns["objectid"].targets)


def _collection_name(table: Table) -> Any:
    if table.is_custom:
        row = CrmTable.objects.filter(logical_name=table.logical_name).first()
        return row.display_collection_name if row else table.display_name
    return table.model._meta.verbose_name_plural


def _ownership(table: Table) -> str:
    return "UserOwned" if table.is_owned else "OrganizationOwned"


def keys(table: Table) -> list[dict[str, Any]]:
    """The alternate keys."""
    return [
        {
            "MetadataId": str(metadata_id("key", table.logical_name, name)),
            "LogicalName": name.lower(),
            "SchemaName": _key_schema_name(table, name),
            "EntityLogicalName": table.logical_name,
            "KeyAttributes": list(columns),
            "DisplayName": label(name),
            "EntityKeyIndexStatus": "Active",
            "IsManaged": False,
            "IsCustomizable": managed(True, "iscustomizable"),
            "IntroducedVersion": "1.0.0.0",
            "HasChanged": None,
        }
        for name, columns in table.keys.items()
    ]


def _key_schema_name(table: Table, name: str) -> str:
    row = CrmKey.objects.filter(table=table.logical_name, logical_name=name).first()
    return row.definition.get("schema_name", name) if row else name
