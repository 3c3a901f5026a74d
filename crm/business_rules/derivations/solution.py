"""Solutions: one of each name, of a publisher, with a version and the moment at which they came."""

from typing import Final

from crm.business_rules.draft import Draft
from crm.business_rules.standard_solutions import DEFAULT_PUBLISHER
from crm.business_rules.uniqueness import check_unique
from crm.metadata import EntityReference
from crm.models import Publisher

_FIRST_VERSION: Final = "1.0.0.0"


def complete(draft: Draft) -> None:
    check_unique(draft, "uniquename")
    if draft.get("version") is None:
        draft.set("version", _FIRST_VERSION)
    if not draft.creating:
        return
    draft.set("installedon", draft.context.now)
    if draft.get("publisherid") is None and Publisher.objects.filter(pk=DEFAULT_PUBLISHER).exists():
        draft.set("publisherid", EntityReference("publisher", DEFAULT_PUBLISHER))
