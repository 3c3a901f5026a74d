"""Unit groups: the name of the base unit, which is created with the group."""

from typing import Final

from crm.business_rules.draft import Draft

PRIMARY_UNIT: Final = "Primary Unit"


def complete(draft: Draft) -> None:
    if draft.get("baseuomname") is None:
        draft.set("baseuomname", PRIMARY_UNIT)
