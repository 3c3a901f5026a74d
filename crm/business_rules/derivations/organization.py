"""There is one organization."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import NOT_SUPPORTED, CrmFault
from crm.models import Organization


def complete(draft: Draft) -> None:
    if draft.creating and Organization.objects.exists():
        raise CrmFault(NOT_SUPPORTED, table="organization", message="Create")
