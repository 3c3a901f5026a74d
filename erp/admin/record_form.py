"""The form of a card: knows the row version that was read, and shows why an operation has refused."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Field, ForeignKey, Model
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erp.admin.formats import amount_text, record_name
from erp.operations.errors import OperationError, RecordChanged, RecordRejected
from erp.queries.table_fields import table_of


class AmountInput(AdminTextInputWidget):
    """An amount as people write it, with its thousands separated."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "vTextField narrow num", "inputmode": "decimal"})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return amount_text(value)
        return None if value is None else str(value)


class AmountFormField(forms.DecimalField):
    """An amount; left empty it is zero."""

    widget = AmountInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "required": False})

    def to_python(self, value: Any) -> Any:
        given = formats.sanitize_separators(value.strip()) if isinstance(value, str) else value
        return super().to_python(given or Decimal(0))


class LookupInput(forms.TextInput):
    """The key of a record of a large table; the script offers matches, without it one types the key."""

    def __init__(self, field: ForeignKey[Any, Any]) -> None:
        options = field.model._meta
        self.query = f"app_label={options.app_label}&model_name={options.model_name}&field_name={field.name}"
        super().__init__(attrs={"class": "vTextField narrow", "autocomplete": "off"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        url = f"{reverse('admin:autocomplete')}?{self.query}"
        return super().get_context(name, value, {**(attrs or {}), "data-lookup-url": url})


class NamedChoiceField(forms.ModelChoiceField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_label": ""})

    def label_from_instance(self, obj: Model) -> str:
        return record_name(obj)


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """``refused`` is set on the class for one request, when the operation has said no."""

    expected_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    refused: OperationError | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if not self.instance._state.adding:
            self.initial["expected_version"] = self.instance.row_version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refused is not None:
            self.add_error(self._refused_field(), _sentence(self.refused))
        return cleaned

    def _refused_field(self) -> str | None:
        if not isinstance(self.refused, RecordRejected) or self.refused.table != table_of(self._meta.model):
            return None
        columns = {model_field(self, name).column: name for name in self.fields if name != "expected_version"}
        return columns.get(self.refused.field)

    def written_values(self) -> dict[str, Any]:
        """What was changed, by Business Central's field names; a record given by its key."""
        return changed_values(self)


def changed_values(form: forms.ModelForm) -> dict[str, Any]:  # type: ignore[type-arg]
    """What was changed in the columns of a form's record, by Business Central's field names."""
    columns = {field.name for field in form._meta.model._meta.concrete_fields}
    return {
        model_field(form, name).column: _value(model_field(form, name), form.cleaned_data[name])
        for name in form.changed_data
        if name in columns and name != form._meta.model._meta.pk.name
    }


def model_field(form: forms.ModelForm, name: str) -> Any:  # type: ignore[type-arg]
    return form._meta.model._meta.get_field(name)


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, ForeignKey):
        return getattr(value, field.target_field.attname) if value is not None else ""
    return value


def _sentence(error: OperationError) -> str | SafeString:
    if isinstance(error, RecordChanged):
        return format_html('{} <a href="">{}</a>', str(error), _("Read it again"))
    return str(error)
