"""Teams belong to a business unit, by default the root."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault
from crm.metadata import EntityReference


def complete(draft: Draft) -> None:
    root = draft.context.root_business_unit
    if draft.creating and draft.get("businessunitid") is None and root is not None:
        draft.set("businessunitid", EntityReference("businessunit", root))
    if draft.get("businessunitid") is None:
        raise CrmFault(REQUIRED, column="businessunitid", table="team")
    if draft.creating and draft.get("administratorid") is None:
        draft.set("administratorid", EntityReference("systemuser", draft.context.caller.user_id))
