"""Service endpoints: a webhook leads only where notifications may go, and has a secret."""

from crm.business_rules.draft import Draft
from crm.business_rules.webhook_registration import check_endpoint


def complete(draft: Draft) -> None:
    if draft.creating or draft.changes_any("url", "authtype", "authvalue"):
        check_endpoint(url=draft.get("url"), authtype=draft.get("authtype"), authvalue=draft.get("authvalue"))
