"""Users: full name, business unit, and names that only one user may have."""

from crm.business_rules.derivations.contact import full_name
from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault
from crm.business_rules.uniqueness import check_unique
from crm.metadata import EntityReference
from crm.models.fields import new_id


def complete(draft: Draft) -> None:
    if draft.changes_any("firstname", "lastname"):
        draft.set("fullname", full_name(draft))
    root = draft.context.root_business_unit
    if draft.creating and draft.get("businessunitid") is None and root is not None:
        draft.set("businessunitid", EntityReference("businessunit", root))
    if draft.get("businessunitid") is None:
        raise CrmFault(REQUIRED, column="businessunitid", table="systemuser")
    if draft.creating and draft.get("azureactivedirectoryobjectid") is None:
        draft.set("azureactivedirectoryobjectid", new_id())  # this CRM is its own directory
    check_unique(draft, "domainname")
    check_unique(draft, "applicationid")
