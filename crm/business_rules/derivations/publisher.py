"""Publishers: one of each name."""

from crm.business_rules.draft import Draft
from crm.business_rules.uniqueness import check_unique


def complete(draft: Draft) -> None:
    check_unique(draft, "uniquename")
