"""Units: each belongs to a group and says how many of another unit of it it is."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import (
    BASE_UNIT_FIXED,
    DUPLICATE_UNIT,
    INVALID_BASE_UNIT,
    ONE_BASE_UNIT,
    REQUIRED,
    CrmFault,
)
from crm.metadata import EntityReference
from crm.models import UoM

_FIXED = ("uomscheduleid", "baseuom", "quantity", "isschedulebaseuom")


def complete(draft: Draft) -> None:
    group = draft.get("uomscheduleid")
    if group is None:
        raise CrmFault(REQUIRED, column="uomscheduleid", table="uom")
    if draft.changes_any("name", "uomscheduleid"):
        _check_name(draft, group)
    if draft.trusted and draft.creating and draft.get("isschedulebaseuom"):
        return
    if draft.before("isschedulebaseuom"):
        for name in _FIXED:
            if name in draft.changes and draft.get(name) != draft.before(name):
                raise CrmFault(BASE_UNIT_FIXED, column=name)
        return
    _check_derived_unit(draft, group)


def _check_name(draft: Draft, group: EntityReference) -> None:
    """A name stands once in a group, in capitals or not."""
    name = str(draft.get("name") or "")
    others = UoM.objects.filter(uomscheduleid=group.id, name__iexact=name).exclude(pk=draft.id)
    first = draft.context.memory.setdefault(("unit", group.id, name.casefold()), draft.id)
    if name and (first != draft.id or others.exists()):
        raise CrmFault(DUPLICATE_UNIT, column="name", name=name)


def _check_derived_unit(draft: Draft, group: EntityReference) -> None:
    if draft.get("isschedulebaseuom"):
        raise CrmFault(ONE_BASE_UNIT, column="isschedulebaseuom")
    if not draft.creating and group != draft.before("uomscheduleid"):
        raise CrmFault(INVALID_BASE_UNIT, column="uomscheduleid")
    if draft.get("baseuom") is None:
        found = UoM.objects.filter(uomscheduleid=group.id, isschedulebaseuom=True)
        base = found.values_list("pk", flat=True).first()
        if base is not None:
            draft.set("baseuom", EntityReference("uom", base))
    base_unit = draft.context.record(draft.get("baseuom"))
    if base_unit is not None and base_unit.uomscheduleid_id != group.id:
        raise CrmFault(INVALID_BASE_UNIT, column="baseuom")
