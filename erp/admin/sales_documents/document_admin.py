"""The card of a sales document: header and lines are saved together, then the next step may follow."""

from typing import Any

from django.contrib import messages
from django.db.models import ForeignKey, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.formats import in_english
from erp.admin.record_admin import without_fields
from erp.admin.sales_documents import fast_tabs
from erp.admin.sales_documents.document_form import DocumentForm
from erp.admin.sales_documents.document_list import DocumentList
from erp.admin.sales_documents.document_sums import DocumentSums
from erp.admin.sales_documents.line_grid import SalesLines
from erp.admin.sales_documents.steps import STEPS, Step
from erp.admin.toolbar import Button
from erp.models import SalesDocumentStatus
from erp.operations.create_sales_document import create_sales_document
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.errors import OperationError
from erp.operations.modify_sales_document import FREE_WHEN_RELEASED, modify_sales_document
from erp.operations.record_operations import Operations


def _delete(record_id: Any, version: int | None) -> None:
    delete_sales_document(record_id=record_id, expected_version=version)


class SalesDocumentAdmin(DocumentSums, DocumentList):
    """Saving leads back to the card, where the next step is offered."""

    form = DocumentForm
    change_form_template = "erp/sales_document.html"
    operations = Operations(
        create=lambda values: create_sales_document(document_type="", values=values),
        modify=lambda record_id, values, version: modify_sales_document(
            record_id=record_id, values=values, expected_version=version
        ),
        delete=_delete,
    )
    key_field, key_required = "no", False
    lookup_fields = ("sell_to_customer", "sell_to_contact", "bill_to_customer")
    inlines = [SalesLines]
    fieldsets = fast_tabs.FAST_TABS
    facts = fast_tabs.FACTS
    readonly_fields = fast_tabs.OF_THE_OPERATIONS
    losses = (gettext_lazy("Its lines."),)

    # ---- what the card shows

    def record_title(self, record: Any) -> str:
        return " · ".join(part for part in (record.no, record.sell_to_customer_name) if part)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        unknown = fast_tabs.unknown_to(self.document_type, is_new=obj is None)
        fieldsets = without_fields(super().get_fieldsets(request, obj), unknown)
        return [fieldset for fieldset in fieldsets if fieldset[1]["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = super().get_readonly_fields(request, obj)
        if obj is None or obj.status != SalesDocumentStatus.RELEASED:
            return given
        return [*given, *(field.name for field in self._columns() if field.column not in FREE_WHEN_RELEASED)]

    def _columns(self) -> list[Any]:
        shown = {name for _label, tab in self.fieldsets for line in tab["fields"] for name in line}
        return [field for field in self.opts.concrete_fields if field.name in shown and field.name != "no"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        formfield = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "bill_to_customer":
            formfield.required = False
        return formfield

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    # ---- saving

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Header and lines are one operation, which ``save_related`` calls."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        (lines,) = formsets
        values, rows = form.written_values(), lines.rows()
        if change:
            version = form.cleaned_data.get("expected_version")
            written = modify_sales_document(
                record_id=form.instance.pk, values=values, lines=rows, expected_version=version
            )
        else:
            written = create_sales_document(document_type=self.document_type, values=values, lines=rows or ())
        form.instance.__dict__.update(written.__dict__)

    # ---- what is done with a document

    def own_card_buttons(self, request: HttpRequest, record: Model) -> list[Button]:
        if not self.has_change_permission(request, record):
            return []
        form = f"{self.opts.model_name}_form"
        return [step.button(record, form) for step in self._steps(request, record)]

    def _steps(self, request: HttpRequest, record: Any) -> list[Step]:
        return [
            step
            for step in STEPS
            if step.applies(record) and (not step.permission or request.user.has_perm(step.permission))
        ]

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, _("%(document)s is saved.") % {"document": self.record_title(obj)})
        return HttpResponseRedirect(self._card(obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """What was pressed in the toolbar happens after the card is saved; refused, neither does."""
        for step in self._steps(request, obj):
            if step.code == request.POST.get("action"):
                try:
                    elsewhere = step.run(request, obj)
                except OperationError as error:
                    raise OperationError(str(error)) from error
                return elsewhere or self._done(request, obj, step)
        messages.success(request, _("%(document)s is saved.") % {"document": self.record_title(obj)})
        return HttpResponseRedirect(self._card(obj))

    def _done(self, request: HttpRequest, document: Model, step: Step) -> HttpResponse:
        self.log_change(request, document, in_english(step.label))
        return HttpResponseRedirect(self._card(document))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A card that was saved as it was has no new history."""
        return super().log_change(request, obj, message) if message else None

    def _card(self, document: Model) -> str:
        return reverse(f"admin:erp_{self.opts.model_name}_change", args=[document.pk])
