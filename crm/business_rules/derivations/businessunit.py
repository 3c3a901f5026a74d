"""Business units form one tree."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault
from crm.metadata import EntityReference


def complete(draft: Draft) -> None:
    root = draft.context.root_business_unit
    if draft.id == root or root is None:
        return
    if draft.creating and draft.get("parentbusinessunitid") is None:
        draft.set("parentbusinessunitid", EntityReference("businessunit", root))
    if draft.get("parentbusinessunitid") is None:
        raise CrmFault(REQUIRED, column="parentbusinessunitid", table="businessunit")
