"""Roles belong to the root business unit; the administrator's role stays as it is."""

from django.utils.translation import gettext_lazy as _

from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE
from crm.business_rules.draft import Draft
from crm.business_rules.errors import FIXED_RECORD, CrmFault
from crm.metadata import EntityReference


def complete(draft: Draft) -> None:
    if not draft.creating and draft.before("roletemplateid") == ADMINISTRATOR_TEMPLATE:
        raise CrmFault(
            FIXED_RECORD, table="role", name=draft.before("name"), reason=_("it cannot be changed.")
        )
    root = draft.context.root_business_unit
    if draft.creating and draft.get("businessunitid") is None and root is not None:
        draft.set("businessunitid", EntityReference("businessunit", root))
