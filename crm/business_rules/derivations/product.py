"""Products: a unit of their unit group, a place in a family, and a state of their own."""

from crm.business_rules.derivations import sales_state
from crm.business_rules.draft import Draft
from crm.business_rules.errors import INVALID_UNIT, UNIT_GROUP_FIXED, CrmFault
from crm.business_rules.sales.settings import sales_settings
from crm.business_rules.sales.states import ACTIVE_PRODUCT
from crm.models.options import DRAFT

_ACTIVE_REASON = 1


def complete(draft: Draft) -> None:
    if draft.creating and not {"statecode", "statuscode"} & draft.asked:
        _choose_state(draft)
    sales_state.complete(draft)
    _keep_unit_group(draft)
    if draft.creating or draft.changes_any("defaultuomid", "defaultuomscheduleid"):
        _check_unit(draft)
    if draft.creating or draft.changes_any("parentproductid", "name"):
        _place(draft)


def _choose_state(draft: Draft) -> None:
    """New products are drafts, unless the organization wants those without a family active at once."""
    settings = sales_settings(draft.context)
    if settings.createproductswithoutparentinactivestate and draft.get("parentproductid") is None:
        draft.set("statecode", ACTIVE_PRODUCT)
        draft.set("statuscode", _ACTIVE_REASON)


def _check_unit(draft: Draft) -> None:
    unit, group = draft.context.record(draft.get("defaultuomid")), draft.get("defaultuomscheduleid")
    if unit is not None and group is not None and unit.uomscheduleid_id != group.id:
        raise CrmFault(INVALID_UNIT, column="defaultuomid")


def _keep_unit_group(draft: Draft) -> None:
    """What was sold is counted in units of the group. Source: C&S 11."""
    if draft.creating or draft.before("statecode") == DRAFT:
        return
    if draft.get("defaultuomscheduleid") != draft.before("defaultuomscheduleid"):
        raise CrmFault(UNIT_GROUP_FIXED, column="defaultuomscheduleid")


def _place(draft: Draft) -> None:
    family = draft.context.record(draft.get("parentproductid"))
    path = None
    if family is not None:
        above = f"{family.hierarchypath}\\" if family.hierarchypath else ""
        path = f"{above}{family.name}"[: draft.table.columns["hierarchypath"].max_length]
    draft.set("hierarchypath", path)
