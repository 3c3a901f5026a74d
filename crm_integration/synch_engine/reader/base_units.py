"""The CRM's unit of an item's, a resource's or a price's base unit of measure: the only one of its group."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.table_mapping.values import LookupValue
from erp.models import Item, UnitOfMeasure

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
