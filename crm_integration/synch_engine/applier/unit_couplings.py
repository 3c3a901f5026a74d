"""An item or a resource that comes from the CRM takes over the unit group and the unit of its product.

A group that belongs to another item is left alone: then the item's own units are not coupled. One that is
taken over keeps its name, which others may know it by, until the name changes in the ERP.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from crm_integration.models import Coupling, IntegrationTableMapping
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.ask_for_units import MAPPING_OF
from crm_integration.table_mapping.units import UNIT_GROUP, UNITS_OF, UOM, UOM_SCHEDULE
from crm_integration.table_mapping.values import LookupValue
from erp.models import UnitGroup
from erp.queries.table_fields import model_of


def take_over_units(erp_table: str, works: Collection[Work]) -> None:
    """Couples what the new records and their products have alike. In the transaction of their creation."""
    units, numbers = UNITS_OF[erp_table], {_number(work): work for work in works if work.erp}
    groups = UnitGroup.objects.filter(source_type=units.owner, source_no__in=numbers)
    group_of = {group.source_no: group for group in groups}
    rows = model_of(units.units)._default_manager.filter(**{f"{units.owner}__no__in": numbers})
    unit_ids = dict(rows.values_list(f"{units.owner}_id", "id"))  # a new record has its base unit alone
    for no, work in numbers.items():
        group = _lookup(work, "defaultuomscheduleid")
        own = group_of.get(no)
        if group and own and _couple(UNIT_GROUP, own.id, UOM_SCHEDULE, group, **_as_in_step(own)):
            unit = _lookup(work, "defaultuomid")
            if unit and no in unit_ids:
                _couple(units.units, unit_ids[no], UOM, unit, first_direction="to_integration_table")


def _as_in_step(group: UnitGroup) -> dict[str, Any]:
    """Bases by which the CRM's names are its own, and not a copy that has to follow."""
    code = group.code
    return {"erp_base": {"code": code}, "crm_base": {"name": code, "baseuomname": code}}


def _number(work: Work) -> str:
    return str(work.erp.values["no"]) if work.erp else ""


def _lookup(work: Work, column: str) -> UUID | None:
    value = work.crm.values.get(column) if work.crm else None
    return value.id if isinstance(value, LookupValue) else None


def _couple(erp_table: str, erp_id: UUID, crm_table: str, crm_id: UUID, **state: Any) -> bool:
    if Coupling.objects.filter(erp_table=erp_table, crm_table=crm_table, crm_id=crm_id).exists():
        return False
    mapping = IntegrationTableMapping.objects.get(name=MAPPING_OF[erp_table])
    Coupling.objects.create(
        mapping=mapping,
        erp_table=erp_table,
        erp_id=erp_id,
        crm_table=crm_table,
        crm_id=crm_id,
        **state,
    )
    return True
