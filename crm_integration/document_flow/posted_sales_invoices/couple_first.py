"""What an invoice names and the CRM does not know yet is created there first. Source: SD 3."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from crm_integration.mappings.item_unit_of_measure_uom import ITEM_UOM
from crm_integration.mappings.resource_unit_of_measure_uom import RESOURCE_UOM
from crm_integration.mappings.unit_group_uomschedule import UNIT_GROUP
from crm_integration.models import ConnectionSetup, Coupling, SynchProblem
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.create_at_once import create_at_once
from crm_integration.synch_engine.reader.erp_records import inside_filter
from crm_integration.table_mapping.direction import Direction
from erp.models import ItemUnitOfMeasure, ResourceUnitOfMeasure, UnitGroup

Reason = Mapping[str, Any]
UNITS_OF: Any = {
    "item": (ITEM_UOM.name, ItemUnitOfMeasure, "item"),
    "resource": (RESOURCE_UOM.name, ResourceUnitOfMeasure, "resource"),
}


def couple_first(mapping_name: str, ids: Collection[UUID]) -> dict[UUID, Reason]:
    """Returns why it could not be done, by id of the record: the code of a sentence and its parameters."""
    context = MappingContext.open(mapping_name)
    if reason := _reason_of_mapping(context):
        return dict.fromkeys(ids, reason)
    inside = set(inside_filter(context).filter(id__in=ids).values_list("id", flat=True))
    if inside:
        _units_first(context, inside)
        create_at_once(mapping_name, sorted(inside))
    coupled = Coupling.objects.filter(mapping=mapping_name, erp_id__in=inside, state=Coupling.State.COUPLED)
    missing = set(ids) - set(coupled.values_list("erp_id", flat=True))
    problems = _problems(context, missing & inside)
    outside = {"code": "outside_filter", "params": {"mapping": mapping_name}}
    return {id: problems[id] if id in inside else outside for id in missing}


def _reason_of_mapping(context: MappingContext) -> Reason | None:
    params = {"mapping": context.stored.name}
    if not context.stored.is_on:
        return {"code": "mapping_not_enabled", "params": params}
    if not context.mapping.allows(Direction.TO_INTEGRATION_TABLE):
        return {"code": "direction_not_allowed", "params": params}
    return None


def _units_first(context: MappingContext, ids: Collection[UUID]) -> None:
    """Where units go by unit groups, a product is sold in units of its own."""
    table = context.mapping.erp_table
    if table not in UNITS_OF or not ConnectionSetup.get().unit_group_mapping_enabled:
        return
    mapping_name, units, owner = UNITS_OF[table]
    numbers = inside_filter(context).filter(id__in=ids).values("no")
    groups = UnitGroup.objects.filter(source_type=table, source_no__in=numbers)
    _create_missing(UNIT_GROUP.name, set(groups.values_list("id", flat=True)))
    _create_missing(
        mapping_name, set(units.objects.filter(**{f"{owner}__id__in": ids}).values_list("id", flat=True))
    )


def _create_missing(mapping_name: str, ids: set[UUID]) -> None:
    missing = ids - set(
        Coupling.objects.filter(mapping=mapping_name, erp_id__in=ids).values_list("erp_id", flat=True)
    )
    if missing:
        create_at_once(mapping_name, sorted(missing))


def _problems(context: MappingContext, ids: Collection[UUID]) -> dict[UUID, Reason]:
    """Of a record without a problem the run has not come to its end."""
    mapping = context.mapping
    reasons: dict[UUID, Reason] = {id: {"code": "being_created", "params": {}} for id in ids}
    known = SynchProblem.objects.filter(mapping=context.stored, erp_id__in=ids)
    for problem in known.exclude(cure=SynchProblem.Cure.OWED):
        tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
        params = {**tables, "field": problem.field, "cure": problem.cure, **problem.params}
        if problem.erp_id is not None:
            reasons[problem.erp_id] = {"code": problem.code, "params": params}
    return reasons
