"""The form of a card: what was changed, by logical name, and why the business rules refused it."""

from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm import metadata
from crm.admin.form_fields import OwnerField
from crm.business_rules.errors import VERSION_MISMATCH, CrmFault
from crm.metadata import EntityReference
from odata.etag import Preconditions, Versions


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """``columns`` names the column behind a form field that is called otherwise.

    ``refused`` is set on the class for one request, when the business rules have said no.
    """

    columns: dict[str, str] = {}
    refused: CrmFault | None = None

    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if not self.instance._state.adding:
            self.initial["read_version"] = self.instance.versionnumber
        for name, options in self._options().items():
            choices: Any = self.fields[name].choices  # type: ignore[attr-defined]
            blank = [choice for choice in choices if choice[0] == ""]
            self.fields[name].choices = [*blank, *options]  # type: ignore[attr-defined]

    def _options(self) -> dict[str, list[tuple[int, Any]]]:
        """The options of the choices as they are now: some may have been made at run time."""
        columns = metadata.table(self._meta.model._meta.model_name or "").columns
        chosen = [name for name, field in self.fields.items() if isinstance(field, forms.TypedChoiceField)]
        return {name: list(columns[name].options.items()) for name in chosen if name in columns}

    def _get_validation_exclusions(self) -> set[str]:
        """The model knows only the options that it was declared with; the form has looked at all."""
        return super()._get_validation_exclusions() | set(self._options())  # type: ignore[misc, no-any-return]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refused is not None:
            self.add_error(self._field_to_blame(self.refused), _sentence(self.refused))
        return cleaned

    def _field_to_blame(self, fault: CrmFault) -> str | None:
        names = {column: name for name, column in self.columns.items()}
        name = names.get(fault.column or "", fault.column)
        return name if name in self.fields else None

    def changed_values(self) -> dict[str, Any]:
        """New values by logical name, lookups as references."""
        return {
            self.columns.get(name, name): _reference(self.cleaned_data[name])
            for name in self.changed_data
            if name != "read_version"
        }

    def as_read(self) -> Preconditions:
        """Only the version that was shown may be written to."""
        read = self.cleaned_data.get("read_version")
        return Preconditions(if_match=Versions(named=frozenset({read}))) if read else Preconditions()


def _sentence(fault: CrmFault) -> str | SafeString:
    if fault.fault is VERSION_MISMATCH:
        changed = _("Somebody else has changed this record since you opened it.")
        return format_html('{} <a href="">{}</a>', changed, _("Read it again"))
    return fault.sentence


def _reference(value: Any) -> Any:
    if isinstance(value, models.Model):
        return EntityReference(value._meta.model_name or "", value.pk)
    return value


class OwnedRecordForm(RecordForm):
    """A card with an owner."""

    columns = {"owner": "ownerid"}

    owner = OwnerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["owner"] = EntityReference(self.instance.owneridtype, self.instance.ownerid)
