"""List and card of a back office table: read by the model, written only by operations."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import DecimalField, Field, ForeignKey, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.back_office_admin import BackOfficeAdmin
from erp.admin.formats import record_name
from erp.admin.record_form import AmountFormField, LookupInput, NamedChoiceField, RecordForm
from erp.admin.record_inline import RecordInline
from erp.operations.errors import OperationError
from erp.operations.record_operations import Operations


class RecordAdmin(BackOfficeAdmin):
    """``operations`` are the table's; ``lookup_fields`` name references into large tables."""

    form = RecordForm
    operations = Operations()
    key_field = "code"  # given when the record is created, unchangeable afterwards
    key_required = True
    lookup_fields: tuple[str, ...] = ()
    losses: Sequence[Any] = ()  # what goes with a deleted record, in sentences
    stays: Sequence[Any] = ()  # what remains of it
    actions = ["delete_selected"]

    def record_title(self, record: Model) -> str:
        return record_name(record)

    # ---- who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.operations.create is not None and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.operations.modify is not None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.operations.delete is not None and super().has_delete_permission(request, obj)

    # ---- the list

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filtering by the key of a reference is asking for this table's own column, nothing beyond."""
        return lookup in self._own_lookups() or super().lookup_allowed(lookup, value, request)

    def _own_lookups(self) -> set[str]:
        references = [field for field in self.opts.concrete_fields if isinstance(field, ForeignKey)]
        return {f"{field.name}__{field.target_field.name}__exact" for field in references}

    # ---- the form

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form_class: Any = super().get_form(request, obj, change, **kwargs)
        form_class.refused = getattr(request, "refused", None)
        if self.key_field in form_class.base_fields:
            form_class.base_fields[self.key_field].required = self.key_required
        return form_class

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        given = super().get_readonly_fields(request, obj)
        return [*given, self.key_field] if obj and self.key_field else given

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, DecimalField):
            kwargs = {"form_class": AmountFormField, "widget": AmountFormField.widget, **kwargs}
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs["form_class"] = NamedChoiceField
        if db_field.name in self.lookup_fields:
            kwargs["widget"] = LookupInput(db_field)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[return-value]
        except OperationError as error:
            # Nothing has been written. The same input is shown again, with the sentence where it belongs.
            request.refused = error  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[return-value]

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        values = form.written_values()  # type: ignore[attr-defined]
        if change:
            version = form.cleaned_data.get("expected_version")
            written = self.operations.modify(obj.pk, values, version)  # type: ignore[misc]
        else:
            written = self.operations.create(values)  # type: ignore[misc]
        obj.__dict__.update(written.__dict__)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for inline in self.get_inline_instances(request, form.instance):
            if isinstance(inline, RecordInline) and inline.model is formset.model:
                inline.write(form.instance, formset)

    # ---- deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # The operation knows what goes with a record; collecting it from the models would read whole tables.
        return [str(obj) for obj in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.operations.delete(obj.pk, None)  # type: ignore[misc]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for record in queryset:
            self.operations.delete(record.pk, None)  # type: ignore[misc]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.get_object(request, object_id)
        context = {
            "area": self.area,
            "record_title": self.record_title(record) if record else "",
            "losses": self.losses,
            "stays": self.stays,
            **(extra_context or {}),
        }
        try:
            return super().delete_view(request, object_id, context)  # type: ignore[return-value]
        except OperationError as error:
            messages.error(request, str(error))
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[object_id]))

    @admin.action(permissions=["delete"], description=_("Delete"))
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        try:
            with transaction.atomic():
                return delete_selected(self, request, queryset)
        except OperationError as error:
            messages.error(request, str(error))
            return None


def without_fields(fieldsets: Any, names: set[str]) -> list[Any]:
    """The fieldsets without some fields; lines that are empty then are left out."""
    kept = []
    for label, options in fieldsets:
        lines = [tuple(name for name in line if name not in names) for line in options["fields"]]
        kept.append((label, {**options, "fields": [line for line in lines if line]}))
    return kept
