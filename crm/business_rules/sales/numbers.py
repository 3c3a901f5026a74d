"""Numbers of documents: ``QUO-01000-A7K2M9``, unless somebody gives one; each is one document's."""

import secrets
import string
from typing import Final

from crm.business_rules.draft import Draft
from crm.business_rules.errors import DUPLICATE_NUMBER, CrmFault
from crm.business_rules.sales.documents import Document
from crm.business_rules.sales.settings import sales_settings

_FIRST: Final = 1_000
_ALPHABET: Final = string.ascii_uppercase + string.digits
_SPECIFIER: Final = 6


def complete(draft: Draft, document: Document) -> None:
    """Gives a new document its number. Raises CrmFault if another document has the number already."""
    if not document.number:
        return
    if draft.creating and draft.get(document.number) is None:
        draft.set(document.number, _next(draft, document))
    elif draft.changes_any(document.number) and draft.get(document.number) is not None:
        _check(draft, document)


def _next(draft: Draft, document: Document) -> str:
    """The running number counts the documents; the end makes it unique beside numbers that were given."""
    memory, key = draft.context.memory, ("number", document.table)
    memory[key] = memory[key] + 1 if key in memory else _FIRST + draft.table.model.objects.count()
    prefix = getattr(sales_settings(draft.context), f"{document.table.removeprefix('sales')}prefix")
    specifier = "".join(secrets.choice(_ALPHABET) for _ in range(_SPECIFIER))
    return f"{prefix}-{memory[key]:05}-{specifier}"


def _check(draft: Draft, document: Document) -> None:
    """Revisions of a quote share its number."""
    number = draft.get(document.number)
    if number == draft.before(document.number):
        return
    same = {f"{document.number}__iexact": number}
    if "revisionnumber" in draft.table.columns:
        same["revisionnumber"] = draft.get("revisionnumber") or 0
    if draft.table.model.objects.filter(**same).exclude(pk=draft.id).exists():
        raise CrmFault(DUPLICATE_NUMBER, table=document.table, number=number, column=document.number)
