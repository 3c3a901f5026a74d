"""Activities know of which table they are, and when they ended."""

from crm.business_rules.draft import Draft

_OPEN = 0


def complete(draft: Draft) -> None:
    columns = draft.table.columns
    if "activitytypecode" not in columns:
        return
    draft.set("activitytypecode", draft.table.logical_name)
    is_ended = draft.get("statecode") != _OPEN
    if is_ended and draft.before("statecode") in (None, _OPEN) and draft.get("actualend") is None:
        draft.set("actualend", draft.context.now)
