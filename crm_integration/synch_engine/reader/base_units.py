"""The CRM's base units of unit groups: of those with one unit, and of those of items and resources."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import F

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader.unit_references import groups_of_owners
from crm_integration.table_mapping.units import UNITS_OF
from crm_integration.table_mapping.values import LookupValue
from erp.models import Item, SalesPrice, UnitOfMeasure

PER_REQUEST = 50


def base_units(context: MappingContext, records: Collection[RecordState]) -> dict[UUID | None, LookupValue]:
    """Returns the unit by record; without one, the unit of measure is not coupled. Raises DataverseError."""
    codes = _codes(records)
    groups = _groups(set(codes.values()))
    units = _units(context, set(groups.values()))
    return {
        id: LookupValue(units[groups[code]], "uom")
        for id, code in codes.items()
        if code in groups and groups[code] in units
    }


def base_units_of_groups(
    context: MappingContext, records: Collection[RecordState]
) -> dict[UUID | None, LookupValue]:
    """Returns the base unit of the group in which a unit will be created; one that is coupled needs none.

    Raises DataverseError.
    """
    units = UNITS_OF[context.mapping.erp_table]
    coupled = Coupling.objects.filter(
        erp_table=context.mapping.erp_table, erp_id__in=[record.id for record in records]
    ).exclude(state=Coupling.State.CREATING)
    known = set(coupled.values_list("erp_id", flat=True))
    owners = {
        record.id: str(record.values[units.owner_field]) for record in records if record.id not in known
    }
    found = groups_of_owners(units.owner, set(owners.values()))
    groups = {
        id: found[no].value.id  # type: ignore[union-attr]
        for id, no in owners.items()
        if no in found and isinstance(found[no].value, LookupValue)
    }
    base_units = _units(context, set(groups.values()))
    return {id: LookupValue(base_units[group], "uom") for id, group in groups.items() if group in base_units}


def other_units(context: MappingContext, records: Collection[RecordState]) -> dict[UUID | None, str]:
    """Returns the unit of each sales price that is for another one than the base unit of its item."""
    prices = SalesPrice.objects.filter(id__in=[record.id for record in records])
    others = prices.exclude(unit_of_measure=None).exclude(unit_of_measure=F("item__base_unit_of_measure"))
    return {id: str(code) for id, code in others.values_list("id", "unit_of_measure_id")}


def _codes(records: Iterable[RecordState]) -> dict[UUID | None, str]:
    """The code of the base unit by record; a price has that of its item."""
    own = {record.id: str(record.values.get("base_unit_of_measure") or "") for record in records}
    items = {record.id: str(record.values["item_no"]) for record in records if "item_no" in record.values}
    if items:
        rows = Item.objects.filter(no__in=set(items.values()))
        of_items = dict(rows.values_list("no", "base_unit_of_measure_id"))
        own |= {id: str(of_items.get(no) or "") for id, no in items.items()}
    return {id: code for id, code in own.items() if code}


def _groups(codes: Collection[str]) -> dict[str, UUID]:
    units = {unit.id: unit.code for unit in UnitOfMeasure.objects.filter(code__in=codes)}
    coupled = Coupling.objects.filter(
        erp_table="unit_of_measure", erp_id__in=units, state=Coupling.State.COUPLED
    )
    return {units[erp_id]: crm_id for erp_id, crm_id in coupled.values_list("erp_id", "crm_id")}


def _units(context: MappingContext, groups: Collection[UUID]) -> Mapping[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    wanted = sorted(groups)
    for start in range(0, len(wanted), PER_REQUEST):
        some = " or ".join(f"_uomscheduleid_value eq {id}" for id in wanted[start : start + PER_REQUEST])
        pages = context.client.pages(
            "uoms", select=["uomscheduleid"], filter=f"isschedulebaseuom eq true and ({some})"
        )
        for page in pages:
            for row in page.rows:
                group = row.values["uomscheduleid"]
                if isinstance(group, LookupValue):
                    found[group.id] = row.id
    return found
