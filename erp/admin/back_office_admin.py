"""The list and the card of a table in the shell: toolbar, selection bar, FastTabs, FactBoxes, notes.

Any app may use it for tables of its own; the back office uses ``RecordAdmin``, which writes by operations.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from erp.admin import card, extended_list, record_actions, toolbar
from erp.admin.extensions import MANAGE, RELATED, SETUP, Area, Text
from erp.admin.toolbar import Button


class BackOfficeAdmin(ModelAdmin):  # type: ignore[type-arg]
    """``table``: the name that others extend it by; ``area`` and ``area_order``: its place in the sidebar."""

    table = ""
    area: Area = SETUP
    area_order = 500
    menu_label: Text = ""
    keywords: Text = ""
    numeric_columns: Sequence[str] = ()
    minor_columns: Sequence[str] = ()
    facts: Mapping[Any, Sequence[str]] = {}  # FastTab -> fields whose values its closed summary shows
    empty_text: Text = ""
    empty_icon = "document"

    paginator = extended_list.FoundPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    actions_selection_counter = True
    save_on_top = False

    # ---- what a subclass may say

    def record_title(self, record: Model) -> str:
        return str(record)

    def own_list_buttons(self, request: HttpRequest) -> list[Button]:
        """Further buttons of the list, beside New, Edit and Delete."""
        return []

    def own_card_buttons(self, request: HttpRequest, record: Model) -> list[Button]:
        return []

    # ---- the list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[extended_list.ExtendedChangeList]:
        return extended_list.ExtendedChangeList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), *extended_list.columns(self.table, request)]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*extended_list.filters(self.table, request), *super().get_list_filter(request)]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        own = {"edit_selected": (record_actions.edit_selected, "edit_selected", _("Edit"))}
        return {**super().get_actions(request), **own, **record_actions.list_actions(self.table, request)}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        buttons = [
            *self._list_buttons(request),
            *self.own_list_buttons(request),
            *record_actions.list_buttons(self.table, request, base=record_actions.admin_base(self)),
        ]
        context = {
            "title": capfirst(str(self.menu_label or self.opts.verbose_name_plural)),
            "area": self.area,
            "toolbar": toolbar.groups(buttons),
            "selection_buttons": toolbar.selection_bar(buttons),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)  # type: ignore[return-value]

    def _list_buttons(self, request: HttpRequest) -> list[Button]:
        managing = partial(Button, group=MANAGE, promoted=True, form=record_actions.LIST_FORM)
        found = []
        if self.has_add_permission(request):
            add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
            found.append(managing(label=_("New"), icon="plus", href=add, primary=True, shortcut="n"))
        if self.has_change_permission(request):
            found.append(managing(label=_("Edit"), icon="edit", value="edit_selected", needs="one"))
        if "delete_selected" in self.get_actions(request):
            found.append(managing(label=_("Delete"), icon="trash", value="delete_selected", needs="many"))
        return found

    # ---- the card

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("original")
        named = (
            self.record_title(record) if record else _("New %(record)s") % {"record": self.opts.verbose_name}
        )
        context |= {"title": named, "subtitle": None, "area": self.area, "list_label": self.menu_label}
        context["adminform"].form.label_suffix = ""
        if record:
            context["toolbar"] = toolbar.groups(self._card_buttons(request, record))
            context["notes"] = card.notes(self.table, request, record)
            context["factboxes"] = card.factboxes(
                self.table, request, record, base=record_actions.admin_base(self)
            )
        return super().render_change_form(request, context, *args, **kwargs)

    def _card_buttons(self, request: HttpRequest, record: Model) -> list[Button]:
        managing = partial(Button, group=MANAGE)
        name, found = f"admin:{self.opts.app_label}_{self.opts.model_name}", []
        if self.has_add_permission(request):
            add = reverse(f"{name}_add")
            found.append(managing(label=_("New"), icon="plus", href=add, promoted=True, shortcut="n"))
        if self.has_delete_permission(request, record):
            delete = reverse(f"{name}_delete", args=[record.pk])
            found.append(managing(label=_("Delete"), icon="trash", href=delete, danger=True))
        history = reverse(f"{name}_history", args=[record.pk])
        found.append(
            Button(label=_("Change history"), group=RELATED, icon="history", href=history, order=900)
        )
        base = record_actions.admin_base(self)
        return [
            *found,
            *self.own_card_buttons(request, record),
            *record_actions.card_buttons(self.table, request, record, base=base),
        ]

    # ---- actions and FactBoxes of other apps

    def get_urls(self) -> list[URLPattern]:
        view: Callable[..., Any] = self.admin_site.admin_view
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("actions/<slug:code>/", view(require_POST(self.run_action)), name=f"{prefix}_list_action"),
            path(
                "<uuid:object_id>/actions/<slug:code>/",
                view(require_POST(self.run_action)),
                name=f"{prefix}_action",
            ),
            path("<uuid:object_id>/factboxes/<slug:code>/", view(self.factbox), name=f"{prefix}_factbox"),
            *super().get_urls(),
        ]

    def run_action(self, request: HttpRequest, code: str, object_id: UUID | None = None) -> HttpResponseBase:
        back = record_actions.admin_base(self)
        ids = [self._viewed(request, object_id).pk] if object_id else []
        if not self.has_view_permission(request):
            raise PermissionDenied
        back = f"{back}{object_id}/change/" if object_id else back
        return record_actions.run(self.table, request, code=code, ids=ids, back=back)

    def factbox(self, request: HttpRequest, object_id: UUID, code: str) -> HttpResponse:
        record = self._viewed(request, object_id)
        html = card.factbox(self.table, request, record, code=code)
        return self.admin_site.page(  # type: ignore[attr-defined, no-any-return]
            request, "admin/factbox.html", title=self.record_title(record), factbox=html
        )

    def _viewed(self, request: HttpRequest, object_id: UUID) -> Model:
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record  # type: ignore[no-any-return]
