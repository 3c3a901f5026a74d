"""Hierarchies: a record is never its own parent, directly or over others."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from crm.business_rules.draft import Draft
from crm.business_rules.errors import CrmFault, Fault
from crm.metadata.stored_values import stored_value

LOOP = Fault(
    "0x80040203", 400, _("The %(column)s of this record would make a loop in the hierarchy of its table.")
)
PARENTS: Final[Mapping[str, str]] = {
    "account": "parentaccountid",
    "businessunit": "parentbusinessunitid",
    "contact": "parentcontactid",
    "product": "parentproductid",
    "subject": "parentsubject",
    "systemuser": "parentsystemuserid",
    "territory": "parentterritoryid",
}
_HIGHEST: Final = 100


def complete(draft: Draft) -> None:
    column = PARENTS.get(draft.table.logical_name)
    if column is None or draft.creating or not draft.changes_any(column):
        return
    above = draft.get(column)
    for _level in range(_HIGHEST):
        if above is None or (record := draft.context.record(above)) is None:
            return
        if above.id == draft.id:
            break
        above = stored_value(record, draft.table.columns[column])
    raise CrmFault(LOOP, column=column)
