"""Lines of a card, such as the exchange rates of a currency: written by operations, one by one."""

from typing import Any

from django.contrib.admin import TabularInline
from django.db.models import DecimalField, Field, ForeignKey, Model
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from erp.admin.record_form import AmountFormField, NamedChoiceField, RecordForm
from erp.operations.record_operations import Operations


class RecordInline(TabularInline):  # type: ignore[type-arg]
    """``operations`` are those of the lines; ``fields`` begin with ``expected_version``."""

    form = RecordForm
    operations = Operations()
    extra = 0

    def new_values(self, parent: Model, position: int) -> dict[str, Any]:
        """What a new line gets besides what was entered: the key of its parent."""
        raise NotImplementedError

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, DecimalField):
            kwargs = {"form_class": AmountFormField, "widget": AmountFormField.widget, **kwargs}
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and hasattr(formfield.widget, "can_add_related"):
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        return super().formfield_for_foreignkey(
            db_field, request, **{"form_class": NamedChoiceField, **kwargs}
        )

    def write(self, parent: Model, formset: "BaseInlineFormSet[Any, Any, Any]") -> None:
        """Deletes, modifies and creates lines; tells the formset what was done, for the history."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for form in formset.deleted_forms:
            if form.instance.pk and not form.instance._state.adding:
                self.operations.delete(form.instance.pk, None)  # type: ignore[misc]
                formset.deleted_objects.append(form.instance)
        kept = [form for form in formset.forms if form.has_changed() and form not in formset.deleted_forms]
        for position, form in enumerate(kept):
            self._write_line(parent, formset, form, position)

    def _write_line(self, parent: Model, formset: Any, form: Any, position: int) -> None:
        values = form.written_values()
        if form.instance._state.adding:
            line = self.operations.create({**self.new_values(parent, position), **values})  # type: ignore[misc]
            formset.new_objects.append(line)
        else:
            version = form.cleaned_data.get("expected_version")
            line = self.operations.modify(form.instance.pk, values, version)  # type: ignore[misc]
            formset.changed_objects.append((line, form.changed_data))
