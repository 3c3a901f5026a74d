"""The step in which the data are chosen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.admin.assisted_setup.forms import StepForm
from crm_integration.admin.assisted_setup.texts import CHOICE_TEXTS
from crm_integration.connection.assisted_setup.check_data import check_unit_groups
from crm_integration.connection.assisted_setup.choices import CHOICES, Choice, missing_of
from crm_integration.models import AssistedSetupDraft
from crm_integration.sentences.words import products


class DataForm(StepForm):
    chosen_data = forms.MultipleChoiceField(
        choices=[(choice.name, choice.name) for choice in CHOICES],
        required=False,
        label=gettext_lazy("Data to synchronize"),
    )
    unit_group_mapping_enabled = forms.BooleanField(
        required=False, label=gettext_lazy("Unit Group Mapping Enabled")
    )

    field_of = {
        "unit_groups_fixed_by_couplings": "unit_group_mapping_enabled",
        "unit_groups_fixed_by_run": "unit_group_mapping_enabled",
        "full_synch_is_running": "unit_group_mapping_enabled",
    }

    def check(self, draft: AssistedSetupDraft, *, now: datetime) -> None:
        """Something must be chosen, with what it needs."""
        if not draft.chosen_data:
            self.add_error("chosen_data", _("Choose at least one kind of data."))
        for missing in missing_of(draft.chosen_data):
            self.add_error("chosen_data", needs_text(missing.name, missing.one_of))
        with self.telling():
            check_unit_groups(draft)


def needs_text(name: str, one_of: Collection[str]) -> str:
    """Returns the sentence that says what is missing and both ways to mend it."""
    return _("%(chosen)s need %(needed)s: switch that on too, or leave %(chosen)s out.") % {
        "chosen": CHOICE_TEXTS[name].label,
        "needed": labels_text(one_of),
    }


def labels_text(names: Collection[str]) -> str:
    """Returns alternatives as they stand in a sentence."""
    return _(" or ").join(str(CHOICE_TEXTS[name].label) for name in names)


def groups(chosen: Collection[str]) -> list[dict[str, Any]]:
    """The choices as they are shown: what stands alone, and what rests on it."""
    return [
        {
            "is_base": is_base,
            "rows": [_row(choice, chosen) for choice in CHOICES if choice.is_base is is_base],
        }
        for is_base in (True, False)
    ]


def _row(choice: Choice, chosen: Collection[str]) -> dict[str, Any]:
    text = CHOICE_TEXTS[choice.name]
    return {
        "name": choice.name,
        "label": text.label,
        "meaning": str(text.meaning) % products(),
        "needs": [labels_text(one_of) for one_of in choice.needs],
        "mappings": choice.mappings,
        "is_chosen": choice.name in chosen,
    }
