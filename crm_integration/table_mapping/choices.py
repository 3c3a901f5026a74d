"""Options of a choice column that meet texts of the ERP: they are told by their labels. Pure."""

from typing import Any

from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts
from crm_integration.table_mapping.problem import Cure, Problem

CHOICES = ("Picklist", "State", "Status")
NAMED = ("text", "code", "option")


def meet_by_label(erp: ErpFieldFacts, crm: CrmColumnFacts) -> bool:
    """Whether the field says in words what the column says by an option."""
    return crm.type in CHOICES and bool(crm.options) and erp.type in NAMED and not erp.related_table


def option_called(text: str, crm: CrmColumnFacts) -> int | Problem | None:
    """Returns the option that the text names; case, blanks and punctuation do not count."""
    if not text:
        return None
    wanted = _plain(text)
    for value, label in crm.options.items():
        if _plain(label) == wanted:
            return value
    return Problem("option_not_offered", Cure.REJECTED, {"value": text[:80]}, crm.name)


def text_of_option(value: Any, erp: ErpFieldFacts, crm: CrmColumnFacts) -> str | Problem:
    """Returns what the field says for an option: its label, or the field's own option that is called so."""
    if value is None:
        return ""
    label = crm.options.get(int(value))
    if label is None:
        return Problem("option_without_label", Cure.REJECTED, {"value": str(value)}, crm.name)
    if not erp.options:
        return label
    own = next((option for option in erp.options if _plain(option) == _plain(label)), None)
    return (
        own if own is not None else Problem("option_not_of_field", Cure.REJECTED, {"value": label}, erp.name)
    )


def _plain(text: str) -> str:
    folded = text.casefold().strip()
    return "".join(character for character in folded if character.isalnum()) or folded
