"""List and card of a CRM table: read within the user's rights, written only by the business rules."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm import metadata
from crm.admin.acting_user import acting_caller, has_right
from crm.admin.back_office_link import back_office_link
from crm.admin.card_actions import CardAction, card_toolbar, perform
from crm.admin.form_fields import for_column
from crm.admin.lines import save_lines
from crm.admin.list_parts import found, with_owner_names
from crm.admin.read_only import plain_numbers
from crm.admin.record_form import RecordForm
from crm.admin.timeline import is_on_timeline, timeline_box, write
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.delete import delete_record
from crm.business_rules.errors import CrmFault
from crm.business_rules.privileges import CREATE, DELETE, READ, WRITE, check_record, readable
from crm.business_rules.sales.states import STATES
from crm.business_rules.update import Change, update_records
from crm.metadata import Table


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """``searched``: the folded columns in which a search looks; ``minor_columns`` go in a narrow window."""

    form = RecordForm
    searched: Sequence[str] = ()
    minor_columns: Sequence[str] = ()
    numeric_columns: Sequence[str] = ()
    card_actions: Sequence[CardAction] = ()
    list_per_page = 50
    show_full_result_count = False
    actions_on_top = True
    actions = None
    empty_icon = "document"

    @property
    def table(self) -> Table:
        return metadata.table(self.opts.model_name or "")

    # ---- rights

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._permits(request, READ, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._permits(request, CREATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_editable(obj) and self._permits(request, WRITE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_editable(obj) and self._permits(request, DELETE, obj)

    def _is_editable(self, obj: Any) -> bool:
        """What is closed is only looked at; the business rules would refuse a change anyway."""
        states = STATES.get(self.table.logical_name)
        return obj is None or states is None or obj.statecode in states.editable

    def _permits(self, request: HttpRequest, verb: str, obj: Any = None) -> bool:
        if not has_right(request, self.table.logical_name, verb):
            return False
        if obj is None:
            return True
        try:
            check_record(caller=self.acting(request), table=self.table, verb=verb, record=obj)
        except CrmFault:
            return False
        return True

    def acting(self, request: HttpRequest) -> Caller:
        caller = acting_caller(request)
        assert caller is not None  # noqa: S101 the site lets nobody else in
        return caller

    # ---- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queryset = super().get_queryset(request)
        if not self.has_view_permission(request):
            return queryset.none()
        queryset = queryset.filter(readable(caller=self.acting(request), table=self.table))
        return with_owner_names(queryset) if self.table.is_owned else queryset

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return found(queryset, search_term, self.searched), False

    @admin.display(description=_("Owner"), ordering="owner_name")
    def owner_name(self, record: Any) -> str:
        return record.owner_name or ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    # ---- the card

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The heading is the record's name."""
        record = context.get("original")
        new = _("New %(table)s") % {"table": str(self.opts.verbose_name).lower()}
        context |= {"title": str(record) if record else new, "subtitle": None}
        if record is not None:
            context["toolbar"] = self._toolbar(request, record)
            context["factboxes"] = self.factboxes(request, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def _toolbar(self, request: HttpRequest, record: Any) -> Any:
        back_office = back_office_link(request, record)
        if not self._permits(request, WRITE, record):
            return back_office
        actions = card_toolbar(self.card_actions, record, lambda code: self._url("do", record.pk, code))
        return [*actions, *back_office]

    def factboxes(self, request: HttpRequest, record: Any) -> list[str]:
        """What stands beside the card."""
        if not is_on_timeline(self.table.logical_name):
            return []
        return [timeline_box(request, self.acting(request), record, self._url("timeline", record.pk))]

    def _url(self, page: str, *arguments: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=arguments, current_app=self.admin_site.name)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<path:object_id>/do/<slug:code>/", view(partial(perform, self)), name=f"{name}_do"),
            path("<path:object_id>/timeline/", view(partial(write, self)), name=f"{name}_timeline"),
        ]
        return [*own, *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return plain_numbers(fieldsets, self.model)

    @admin.display(description=_("Owner"))
    def owner(self, record: Any) -> str:
        """What a card that may only be looked at shows of its owner."""
        names = with_owner_names(self.model._default_manager.filter(pk=record.pk))
        return str(names.values_list("owner_name", flat=True).first() or "")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("fields", flatten_fieldsets(super().get_fieldsets(request, obj)))
        form_class: Any = super().get_form(request, obj, change, **kwargs)
        form_class.refused = getattr(request, "crm_fault", None)
        return form_class

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **{**for_column(db_field), **kwargs})
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except CrmFault as fault:
            # Nothing was written. The same input is shown again, with the sentence at its field.
            request.crm_fault = fault  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        values = form.changed_values()  # type: ignore[attr-defined]
        caller = self.acting(request)
        if change:
            changes = [Change(obj.pk, values, form.as_read())]  # type: ignore[attr-defined]
            written = update_records(table=self.table, changes=changes, caller=caller)
        else:
            given = {name: value for name, value in values.items() if value is not None}
            records = [NewRecord(given, obj.pk)]
            written = create_records(table=self.table, records=records, caller=caller)
        obj.__dict__.update(written[0].__dict__)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The lines, in the transaction of the card."""
        for formset in formsets:
            save_lines(formset, form.instance, self.acting(request))

    # ---- deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [str(obj) for obj in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        delete_record(table=self.table, record_id=obj.pk, caller=self.acting(request))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except CrmFault as fault:
            messages.error(request, fault.sentence)
            return HttpResponseRedirect(self._url("change", object_id))

    # ---- the log of Django's admin is not used

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(self._url("change", object_id))
