"""Business units form one tree, whose root is always there."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault, Fault
from crm.metadata import EntityReference

ROOT_STAYS: Final = Fault("0x80040203", 400, _("The root business unit cannot be disabled."))


def complete(draft: Draft) -> None:
    root = draft.context.root_business_unit
    if draft.id == root and draft.get("isdisabled"):
        raise CrmFault(ROOT_STAYS)
    if draft.id == root or root is None:
        return
    if draft.creating and draft.get("parentbusinessunitid") is None:
        draft.set("parentbusinessunitid", EntityReference("businessunit", root))
    if draft.get("parentbusinessunitid") is None:
        raise CrmFault(REQUIRED, column="parentbusinessunitid", table="businessunit")
