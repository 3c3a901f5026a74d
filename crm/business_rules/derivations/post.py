"""Posts and their comments: the large text is the text."""

from crm.business_rules.draft import Draft


def complete(draft: Draft) -> None:
    if draft.changes_any("text"):
        draft.set("largetext", draft.get("text"))
