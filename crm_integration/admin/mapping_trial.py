"""*Try on a record*: what the mapping on the page, saved or not, would do with one record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.admin.option_trial_texts import shown_option
from crm_integration.admin.performing import crm_sentence
from crm_integration.admin.pickers import Pickers
from crm_integration.admin.selection import as_uuid
from crm_integration.admin.trial_texts import shown_trial
from crm_integration.coupling.find_record import FoundRecord, find_record
from crm_integration.dataverse.errors import DataverseError
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.options.trial import try_option
from crm_integration.synch_engine.trial import try_record
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Side

MOST = 10
SIDES = [
    (Side.ERP.value, settings.ERP_PRODUCT_NAME),
    (Side.CRM.value, settings.CRM_PRODUCT_NAME),
]


class TrialForm(forms.Form):
    """``try_asked``: the side and text that the candidates on the page were found by."""

    try_side = forms.ChoiceField(choices=SIDES, initial=Side.ERP.value, required=False)
    try_text = forms.CharField(required=False, max_length=100, label=gettext_lazy("Number or name"))
    try_id = forms.CharField(required=False)

    @property
    def side(self) -> Side:
        return Side.CRM if self["try_side"].value() == Side.CRM.value else Side.ERP

    @property
    def text(self) -> str:
        return str(self["try_text"].value() or "").strip()

    @property
    def asked(self) -> str:
        return f"{self.side.value}:{self.text}"


@dataclass(frozen=True)
class Tried:
    """``candidates`` to choose from, ``chosen`` of them, ``result`` for the template; or an ``error``."""

    candidates: Sequence[FoundRecord] = ()
    chosen: UUID | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    is_asked: bool = True


def sides_of(mapping: TableMapping) -> tuple[Side, ...]:
    """Where a record can be looked for: options are no records of the CRM."""
    return (Side.ERP,) if mapping.is_option_mapping else (Side.ERP, Side.CRM)


def try_mapping(mapping: TableMapping, data: QueryDict, pickers: Pickers) -> Tried:
    """Finds the record that was named and tries the mapping on it; nothing is written on either side."""
    form = TrialForm(data)
    side = form.side if form.side in sides_of(mapping) else Side.ERP
    try:
        context = MappingContext.to_try(mapping)
        found = find_record(context, side, form.text, limit=MOST)
        chosen = _chosen(found, form, as_uuid(data.get("try_id", "")), data.get("try_asked", ""))
        result = _result(context, side, chosen, pickers) if chosen else {}
    except DataverseError as error:
        return Tried(error=crm_sentence(error))
    if chosen and not result:
        return Tried(found, error=_("The record is not there any more."))
    return Tried(found, chosen, result)


def _chosen(found: Sequence[FoundRecord], form: TrialForm, id: UUID | None, asked: str) -> UUID | None:
    """The only one; the one that was chosen among those; the one that is named exactly."""
    ids = [record.id for record in found]
    if id in ids and asked == form.asked:
        return id
    named = [record.id for record in found if _is_named(record, form.text)]
    if len(named) == 1:
        return named[0]
    return ids[0] if len(ids) == 1 else None


def _is_named(record: FoundRecord, text: str) -> bool:
    label = record.label.casefold()
    return bool(text) and (label == text.casefold() or label.partition(" ")[0] == text.casefold())


def _result(context: MappingContext, side: Side, id: UUID, pickers: Pickers) -> Mapping[str, Any]:
    if context.mapping.is_option_mapping:
        option = try_option(context, id)
        return shown_option(option, context.mapping) if option else {}
    trial = try_record(context, side, id)
    return shown_trial(trial, context.mapping, pickers) if trial else {}
