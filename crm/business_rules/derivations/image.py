"""Pictures: each new one has an id of its own and the time of its upload."""

from crm.business_rules.draft import Draft
from crm.models.fields import new_id


def complete(draft: Draft) -> None:
    if "entityimage" not in draft.changes:
        return
    there = draft.get("entityimage") is not None
    draft.set("entityimageid", new_id() if there else None)
    draft.set("entityimage_timestamp", int(draft.context.now.timestamp() * 1000) if there else None)
