"""What there is to read of ``integrationTableMappings``, and of the ``integrationFieldMappings`` of each."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from django.db.models import F, QuerySet

from crm_integration.actions.permissions import VIEW_MAPPINGS
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.rest_api import options
from crm_integration.rest_api.resource import Resource, quoted_name, row_number
from erp.rest_api.entity import Property, calculated, joined
from erp.rest_api.kinds import BOOLEAN, INTEGER, MOMENT, TEXT
from odata.keyset import Key

IN_ORDER: Final = Key("position", nullable=False)
POSITION: Final = joined("order", "position", kind=INTEGER)
# As it is stored: a tree of conditions.
FILTER: Final = replace(TEXT, edm="Edm.Untyped", to_json=lambda tree: tree, schema={"type": "object"})


def _mappings() -> QuerySet[Any]:
    """A mapping is known by its name."""
    return IntegrationTableMapping.objects.annotate(id=F("name"))


def _filters(column: str) -> Callable[[Collection[Any]], Mapping[Any, Any]]:
    def by_name(names: Collection[Any]) -> Mapping[Any, Any]:
        found = IntegrationTableMapping.objects.filter(name__in=names)
        return dict(found.values_list("name", column))

    return by_name


INTEGRATION_TABLE_MAPPINGS: Final = Resource(
    name="integrationTableMappings",
    singular="integrationTableMapping",
    permission=VIEW_MAPPINGS,
    records=_mappings,
    read_id=quoted_name,
    order=(IN_ORDER,),
    declared=(
        joined("name", "id"),
        POSITION,
        joined("table", "erp_table"),
        joined("integrationTable", "crm_table"),
        joined("enabled", "is_enabled", kind=BOOLEAN),
        joined("direction", "direction", kind=options.DIRECTION),
        calculated("tableFilter", _filters("erp_filter"), kind=FILTER),
        calculated("integrationTableFilter", _filters("crm_filter"), kind=FILTER),
        joined("synchOnlyCoupledRecords", "synch_only_coupled_records", kind=BOOLEAN),
        joined("updateConflictResolution", "update_conflict_resolution", kind=options.UPDATE_CONFLICT),
        joined("deletionConflictResolution", "deletion_conflict_resolution", kind=options.DELETION_CONFLICT),
        joined("synchronizeAfterCoupling", "synch_after_coupling", kind=options.AFTER_COUPLING),
        joined("createNewIfUnableToFindAMatch", "create_new_if_no_match", kind=BOOLEAN),
        replace(joined("lastFullSynchDateTime", "last_full_synch_at", kind=MOMENT), nullable=True),
    ),
)


def _flag(name: str, path: str) -> Property:
    return joined(name, path, kind=BOOLEAN)


INTEGRATION_FIELD_MAPPINGS: Final = Resource(
    name="integrationFieldMappings",
    singular="integrationFieldMapping",
    permission=VIEW_MAPPINGS,
    records=IntegrationFieldMapping.objects.all,
    read_id=row_number,
    order=(IN_ORDER,),
    declared=(
        joined("id", "id", kind=INTEGER),
        joined("integrationTableMapping", "mapping__name"),
        POSITION,
        _flag("enabled", "is_enabled"),
        joined("field", "erp_field"),
        joined("integrationTableField", "crm_column"),
        joined("direction", "direction", kind=options.DIRECTION),
        joined("constantValue", "constant_value"),
        joined("transformationRule", "transformation"),
        joined("lookupTarget", "target_table"),
        _flag("notNull", "not_null"),
        _flag("clearValueOnFailedSynch", "clear_value_on_failed_synch"),
        _flag("takenOverOnInsert", "taken_over_on_insert"),
        _flag("matchOnThisField", "use_for_match"),
        joined("matchPriority", "match_priority", kind=INTEGER),
        _flag("caseSensitiveMatching", "is_case_sensitive"),
        _flag("fixed", "is_fixed"),
    ),
)
