"""System jobs: what a job does is written by the system alone; others may put it off or take it back."""

from typing import Final

from crm.business_rules.draft import Draft
from crm.business_rules.errors import READ_ONLY, CrmFault

_PROGRAM: Final = ("data", "operationtype", "primaryentitytype", "name")


def complete(draft: Draft) -> None:
    if draft.trusted:
        return
    for column in _PROGRAM:
        if column in draft.asked:
            raise CrmFault(READ_ONLY, column=column, table="asyncoperation")
