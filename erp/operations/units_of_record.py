"""The units in which items and resources are counted: the base unit is one of them and counts 1."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from erp.models import (
    Item,
    ItemUnitOfMeasure,
    Resource,
    ResourceUnitOfMeasure,
    UnitGroup,
    UnitGroupSourceType,
)
from erp.models.unit_group import unit_group_code
from erp.operations.clean_values import clean_rows
from erp.operations.delete_where import delete_where
from erp.operations.errors import RecordInUse, RecordRejected
from erp.operations.line_records import change_lines, insert_lines, refuse_blank
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.write_rows import insert_rows
from erp.queries.table_fields import table_of


@dataclass(frozen=True, kw_only=True)
class UnitTable:
    """The units of the records of a table; ``parent`` is the field that names the record.

    ``owner`` is the relation to it, and the source type of its unit group.
    """

    owners: Any
    units: Any
    parent: str
    owner: str

    @property
    def key(self) -> tuple[str, str]:
        """The fields that identify a unit."""
        return (self.parent, "code")

    def quantities(self, numbers: Collection[str]) -> dict[tuple[str, str], Decimal]:
        """Returns the quantity per unit by number of the record and code of the unit."""
        units = self.units.objects.filter(**{f"{self.owner}__no__in": numbers})
        rows = units.values_list(f"{self.owner}_id", "unit_of_measure_id", "qty_per_unit_of_measure")
        return {(no, code): quantity for no, code, quantity in rows}

    def new(self, number: str, code: str) -> Any:
        """Returns an unsaved unit that counts 1."""
        return self.units(**{f"{self.owner}_id": number, "unit_of_measure_id": code})

    def insert_with_owners(self, owners: Sequence[Any]) -> None:
        """Gives new records their unit group, and their base unit as a unit that counts 1."""
        insert_rows([self._new_group(owner.no) for owner in owners])
        units = ((owner.no, owner.base_unit_of_measure_id) for owner in owners)
        insert_rows([self.new(number, code) for number, code in units if code])

    def delete_with_owner(self, owner_id: UUID) -> None:
        """Deletes the units and the unit group of a record that is about to be deleted."""
        numbers = list(self.owners.objects.filter(id=owner_id).values_list("no", flat=True))
        delete_where(self.units, Q(**{f"{self.owner}__id": owner_id}))
        delete_where(UnitGroup, Q(source_type=self.owner, source_no__in=numbers))

    def _new_group(self, number: str) -> UnitGroup:
        return UnitGroup(code=unit_group_code(self.owner, number), source_type=self.owner, source_no=number)


ITEM_UNITS = UnitTable(
    owners=Item, units=ItemUnitOfMeasure, parent="item_no", owner=UnitGroupSourceType.ITEM.value
)
RESOURCE_UNITS = UnitTable(
    owners=Resource,
    units=ResourceUnitOfMeasure,
    parent="resource_no",
    owner=UnitGroupSourceType.RESOURCE.value,
)


def create_units(
    *, table: UnitTable, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None
) -> list[Any]:
    """Creates units of records; a row needs the number of the record and the ``code`` of the unit."""
    name = table_of(table.units)
    values = clean_rows(table=name, rows=rows)
    refuse_blank(table=name, rows=values, fields=table.key, new=True)
    check_references(table=name, rows=values)
    bases = _base_units(table, [row[table.parent] for row in values])
    for index, row in enumerate(values):
        if row["code"] == bases[row[table.parent]]:
            _refuse_other_quantity(name, index, row, row["code"])
    return insert_lines(model=table.units, key=table.key, rows=values, created_ids=created_ids)


def modify_units(
    *,
    table: UnitTable,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None,
) -> list[Any]:
    """Modifies units of records; which record and which unit it is stays."""
    name = table_of(table.units)
    locked = lock_where(table.units, Q(id__in=list(changes)))
    units = pick(locked, list(changes), model=table.units, expected_versions=expected_versions)
    values = clean_rows(table=name, rows=changes.values())
    bases = _base_units(table, [getattr(unit, f"{table.owner}_id") for unit in units])
    for index, (unit, row) in enumerate(zip(units, values, strict=True)):
        number = getattr(unit, f"{table.owner}_id")
        for field, current in ((table.parent, number), ("code", unit.unit_of_measure_id)):
            if field in row and row.pop(field) != current:
                raise RecordRejected(table=name, index=index, field=field, code="not_editable")
        if unit.unit_of_measure_id == bases[number]:
            _refuse_other_quantity(name, index, row, unit.unit_of_measure_id)
    change_lines(records=units, key=table.key, rows=values)
    return units


def refuse_used_unit(table: UnitTable, unit_id: UUID) -> None:
    """Raises RecordInUse when the unit is the base unit (or sales unit) of its record."""
    unit = table.units.objects.select_related(table.owner).filter(id=unit_id).first()
    if unit is None:
        return
    owner = getattr(unit, table.owner)
    used = {owner.base_unit_of_measure_id, getattr(owner, "sales_unit_of_measure_id", None)}
    if unit.unit_of_measure_id in used:
        raise RecordInUse(
            table=table_of(table.units),
            description=str(unit),
            used_by=table_of(table.owners),
            count=1,
            example=str(owner),
        )


def _base_units(table: UnitTable, numbers: Collection[str]) -> dict[str, str | None]:
    owners = table.owners.objects.filter(no__in=numbers)
    return dict(owners.values_list("no", "base_unit_of_measure_id"))


def _refuse_other_quantity(table: str, index: int, row: Mapping[str, Any], base: str) -> None:
    if row.get("qty_per_unit_of_measure", 1) != 1:
        raise RecordRejected(
            table=table,
            index=index,
            field="qty_per_unit_of_measure",
            code="base_unit_quantity",
            params={"value": base},
        )
