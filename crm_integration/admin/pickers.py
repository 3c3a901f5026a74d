"""What can be picked on the card of a mapping: the fields of the ERP and the columns of the CRM."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm_integration.actions.field_rows import NOBODY_PICKS
from crm_integration.dataverse import metadata
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.synch_engine.filter import TYPE_SUFFIX
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.facts import Facts

Choice = tuple[str, Any]


@dataclass(frozen=True)
class Pickers:
    """Choices for the controls, made once per page; ``captions`` of columns by name."""

    erp: list[Choice]
    crm: list[Choice]
    crm_of_filters: list[Choice]
    captions: dict[str, str]


def pickers_of(mapping: TableMapping, facts: Facts) -> Pickers:
    """A lookup that accepts several tables can also be filtered by the table that it is bound to."""
    table = mapping.crm_table
    captions = {name: crm_caption(table, name, label=column.label) for name, column in facts.crm.items()}
    bound = [f"{name}{TYPE_SUFFIX}" for name, column in facts.crm.items() if len(column.targets) > 1]
    with_bound = captions | {name: crm_caption(table, name, label="") for name in bound}
    erp = {name: erp_caption(mapping.erp_table, name) for name in facts.erp if name not in NOBODY_PICKS}
    return Pickers(
        erp=_sorted(erp),
        crm=_grouped(table, captions),
        crm_of_filters=_grouped(table, with_bound),
        captions=captions,
    )


def _grouped(table: str, captions: dict[str, str]) -> list[Choice]:
    """Columns that were made in the environment come first, under a heading of their own."""
    standard = metadata.table(table).columns
    own = {name: text for name, text in captions.items() if _is_own(name, standard)}
    others = {name: text for name, text in captions.items() if name not in own}
    if not own:
        return _sorted(others)
    return [(_("Made in this environment"), _sorted(own)), (_("Standard columns"), _sorted(others))]


def _is_own(name: str, standard: Iterable[str]) -> bool:
    return name not in standard and name.removesuffix(TYPE_SUFFIX) not in standard


def _sorted(captions: dict[str, str]) -> list[Choice]:
    shown = ((name, name if text == name else f"{text} ({name})") for name, text in captions.items())
    return sorted(shown, key=lambda pair: pair[1].casefold())
