"""Lines on the card of their document: shown in a table, written by the business rules."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import TabularInline
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Field, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from crm import metadata
from crm.admin.form_fields import for_column
from crm.admin.read_only import plain_numbers
from crm.admin.record_form import RecordForm
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.delete import delete_record
from crm.business_rules.update import Change, update_records
from crm.metadata import EntityReference


class LineFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    @classmethod
    def get_default_prefix(cls) -> str:
        """Lookups have no name on the other side, after which Django would call the rows."""
        return cls.model._meta.model_name or ""  # type: ignore[union-attr]


class LineInline(TabularInline):  # type: ignore[type-arg]
    """``fields`` begin with ``read_version``; who may edit the document may edit its lines."""

    form = RecordForm
    formset = LineFormSet
    extra = 0
    line_order: Sequence[str] = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).order_by(*self.line_order)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return plain_numbers(fieldsets, self.model)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        kwargs.setdefault("fields", flatten_fieldsets(super().get_fieldsets(request, obj)))
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **{**for_column(db_field), **kwargs})
        if formfield and hasattr(formfield.widget, "can_add_related"):
            formfield.widget = formfield.widget.widget
        return formfield

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._document_admin().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        admin = self._document_admin()
        return admin.has_add_permission(request) if obj is None else admin.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._document_admin().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._document_admin().has_change_permission(request, obj)

    def _document_admin(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)


def save_lines(formset: Any, document: Any, caller: Caller) -> None:
    """Deletes, changes and adds what was entered. Raises CrmFault."""
    model: Any = formset.model
    table = metadata.table(model._meta.model_name)
    formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
    gone = [form for form in formset.deleted_forms if not form.instance._state.adding]
    for form in gone:
        delete_record(table=table, record_id=form.instance.pk, caller=caller, preconditions=form.as_read())
        formset.deleted_objects.append(form.instance)
    kept = [form for form in formset.forms if form.has_changed() and form not in formset.deleted_forms]
    known = [form for form in kept if not form.instance._state.adding]
    changes = [Change(form.instance.pk, form.changed_values(), form.as_read()) for form in known]
    if changes:
        update_records(table=table, changes=changes, caller=caller)
        formset.changed_objects = [(form.instance, form.changed_data) for form in known]
    parent = EntityReference(document._meta.model_name, document.pk)
    records = [
        NewRecord({**_entered(form), formset.fk.name: parent}) for form in kept if form.instance._state.adding
    ]
    if records:
        formset.new_objects = list(create_records(table=table, records=records, caller=caller))


def _entered(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.changed_values().items() if value is not None}
