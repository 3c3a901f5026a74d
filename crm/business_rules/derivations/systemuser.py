"""Users: full name, business unit, and names that only one user may have."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from crm.business_rules.derivations.contact import full_name
from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault, Fault
from crm.business_rules.uniqueness import check_unique
from crm.metadata import EntityReference
from crm.models.fields import new_id

NOT_ONESELF: Final = Fault("0x80040203", 400, _("Nobody can disable their own user."))


def complete(draft: Draft) -> None:
    is_oneself = draft.id == draft.context.caller.user_id
    if is_oneself and draft.changes_any("isdisabled") and draft.get("isdisabled"):
        raise CrmFault(NOT_ONESELF)
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
