"""The units and unit groups of items and resources, as references: each record's own, through couplings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from crm_integration.dataverse.operations import Retrieve
from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.related import Reference
from crm_integration.table_mapping.units import UNIT_GROUP, UNITS_OF, UOM, UOM_SCHEDULE, UnitsOf
from crm_integration.table_mapping.values import LookupValue
from erp.models import UnitGroup, UnitOfMeasure
from erp.queries.table_fields import model_of

ReferenceKey = tuple[str, ...]


def names_group(row: FieldRow, erp_table: str, crm_table: str) -> bool:
    """Whether a row names an item or a resource and means its unit group."""
    units = UNITS_OF.get(erp_table)
    return units is not None and crm_table == UOM_SCHEDULE and row.erp_field == units.owner_field


def groups_of_owners(owner: str, numbers: Collection[str]) -> dict[str, Reference]:
    """Returns the CRM's unit group of each item, or resource, by its number."""
    groups = UnitGroup.objects.filter(source_type=owner, source_no__in=numbers)
    rows = {no: (id, code) for no, id, code in groups.values_list("source_no", "id", "code")}
    coupled = _crm_ids(UNIT_GROUP, UOM_SCHEDULE, [id for id, _ in rows.values()])
    return {no: _reference(UNIT_GROUP, id, code, UOM_SCHEDULE, coupled) for no, (id, code) in rows.items()}


def owners_of_groups(owner: str, ids: Collection[UUID]) -> dict[UUID, Reference]:
    """Returns the number of the item, or resource, of each unit group of the CRM."""
    coupled = _erp_ids(UNIT_GROUP, UOM_SCHEDULE, ids)
    groups = UnitGroup.objects.filter(source_type=owner, id__in=coupled.values())
    numbers = dict(groups.values_list("id", "source_no"))
    return {crm_id: Reference(numbers[id], numbers[id]) for crm_id, id in coupled.items() if id in numbers}


def units_of_records(
    erp_field: str, units: UnitsOf, records: Iterable[Mapping[str, Any]]
) -> dict[ReferenceKey, Reference]:
    """Returns the CRM's units of the items, or resources, that the records are or name.

    A blank code stands for the base unit, where a record may leave it open.
    """
    numbers = {str(record.get(units.owner_field) or "") for record in records} - {""}
    rows = _unit_rows(units, numbers)
    coupled = _crm_ids(units.units, UOM, [id for id, _, _ in rows])
    found: dict[ReferenceKey, Reference] = {
        (erp_field, code, no): _reference(units.units, id, f"{no} {code}", UOM, coupled)
        for id, no, code in rows
    }
    if units.owner_field == "no":
        return found
    owners: Any = model_of(units.owner)
    bases = owners.objects.filter(no__in=numbers)
    for no, code in bases.values_list("no", "base_unit_of_measure_id"):
        if (erp_field, code, no) in found:
            found[erp_field, "", no] = found[erp_field, code, no]
    return found


def codes_of_units(units: UnitsOf, ids: Collection[UUID]) -> dict[UUID, Reference]:
    """Returns the code of the unit of measure of each unit of the CRM."""
    coupled = _erp_ids(units.units, UOM, ids)
    model: Any = model_of(units.units)
    rows = model.objects.filter(id__in=coupled.values())
    codes = dict(rows.values_list("id", "unit_of_measure_id"))
    return {crm_id: Reference(codes[id], codes[id]) for crm_id, id in coupled.items() if id in codes}


def base_units_named_like(context: MappingContext, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Returns the units of measure that are called as units of the CRM are which count one, as base units do.

    Raises DataverseError.
    """
    operations = [Retrieve("uoms", id, ("name", "quantity")) for id in ids]
    rows = [result.row for result in context.client.execute(operations) if result.row is not None]
    counting_one = [row for row in rows if row.values.get("quantity") == 1]
    wanted = {row.id: str(row.values.get("name") or "").strip().upper() for row in counting_one}
    known = set(UnitOfMeasure.objects.filter(code__in=wanted.values()).values_list("code", flat=True))
    return {id: code for id, code in wanted.items() if code in known}


def _unit_rows(units: UnitsOf, numbers: Collection[str]) -> list[tuple[UUID, str, str]]:
    rows = model_of(units.units)._default_manager.filter(**{f"{units.owner}__no__in": numbers})
    return list(rows.values_list("id", f"{units.owner}_id", "unit_of_measure_id"))


def _crm_ids(erp_table: str, crm_table: str, ids: Collection[UUID]) -> dict[UUID, UUID]:
    coupled = _couplings(erp_table, crm_table).filter(erp_id__in=ids)
    return dict(coupled.values_list("erp_id", "crm_id"))


def _erp_ids(erp_table: str, crm_table: str, ids: Collection[UUID]) -> dict[UUID, UUID]:
    coupled = _couplings(erp_table, crm_table).filter(crm_id__in=ids)
    return dict(coupled.values_list("crm_id", "erp_id"))


def _couplings(erp_table: str, crm_table: str) -> Any:
    return Coupling.objects.filter(erp_table=erp_table, crm_table=crm_table, state=Coupling.State.COUPLED)


def _reference(table: str, id: UUID, label: str, crm_table: str, coupled: Mapping[UUID, UUID]) -> Reference:
    value = LookupValue(coupled[id], crm_table) if id in coupled else None
    return Reference(value, label, Awaited(table, id))
