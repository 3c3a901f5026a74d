"""The page *Post*: what will be shipped and invoiced, and the choice between the two."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.formats import money_text, quantity_text
from erp.admin.sales_documents.kinds import kind_of
from erp.admin.site import site
from erp.models import SalesDocumentType, SalesHeader, SalesLineType
from erp.operations.errors import OperationError
from erp.operations.post_sales_document import PostedSalesDocument, post_sales_document
from erp.queries.local_currency import local_currency_code

SHIP, INVOICE, BOTH = "ship", "invoice", "both"
_CHOICES: Final = (
    (SHIP, gettext_lazy("Ship")),
    (INVOICE, gettext_lazy("Invoice")),
    (BOTH, gettext_lazy("Ship and Invoice")),
)
_EFFECTS: Final = {
    SHIP: gettext_lazy("What goes out leaves the stock; the invoice follows later."),
    INVOICE: gettext_lazy("What was shipped already is invoiced; nothing goes out."),
    BOTH: gettext_lazy("What goes out leaves the stock and is invoiced at once."),
}


class PostForm(forms.Form):
    """An order asks what shall be posted; the others are posted as a whole."""

    what = forms.ChoiceField(choices=_CHOICES, widget=forms.RadioSelect, label=gettext_lazy("Post"))
    posting_date = forms.DateField(
        required=False,
        label=gettext_lazy("Posting Date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, document: SalesHeader, data: Any = None) -> None:
        lines = list(document.lines.all())
        left = BOTH if any(line.qty_to_ship for line in lines) else INVOICE
        initial = {
            "what": left,
            "posting_date": document.posting_date,
            "expected_version": document.row_version,
        }
        super().__init__(data, initial=initial, label_suffix="")
        if document.document_type != SalesDocumentType.ORDER:
            del self.fields["what"]


def post_document(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Asks, posts, and leads to what is left of the document, or to what it became."""
    document = SalesHeader.objects.filter(pk=record_id).exclude(document_type=SalesDocumentType.QUOTE).first()
    if document is None:
        raise Http404
    kind = kind_of(document)
    if not request.user.has_perm(kind.permission):
        raise PermissionDenied
    form = PostForm(document, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            posted = _post(document, form.cleaned_data)
        except OperationError as error:
            form.add_error(None, str(error))
        else:
            _tell(request, posted)
            return HttpResponseRedirect(_where_next(document, posted))
    return _page(request, document, form)


def _post(document: SalesHeader, chosen: dict[str, Any]) -> PostedSalesDocument:
    what = chosen.get("what", BOTH)
    return post_sales_document(
        record_id=document.pk,
        ship=what in (SHIP, BOTH),
        invoice=what in (INVOICE, BOTH),
        posting_date=chosen["posting_date"],
        expected_version=chosen["expected_version"],
    )


def _page(request: HttpRequest, document: SalesHeader, form: PostForm) -> HttpResponse:
    kind = kind_of(document)
    currency = document.currency_id or local_currency_code()
    lines = document.lines.exclude(type=SalesLineType.COMMENT).order_by("line_no")
    return site.page(
        request,
        "erp/post_sales_document.html",
        title=_("Post %(document)s") % {"document": document},
        breadcrumbs=[
            (kind.title, reverse(f"admin:erp_{kind.model_name}_changelist")),
            (document.no, kind.card(document)),
        ],
        form_page=True,
        status=422 if form.errors else 200,
        form=form,
        document=document,
        lines=[_line(line) for line in lines],
        total=money_text(document.amount_including_vat, currency),
        back=kind.card(document),
        choices=[(value, label, _EFFECTS[value]) for value, label in _CHOICES],
        is_order=document.document_type == SalesDocumentType.ORDER,
    )


def _line(line: Any) -> dict[str, Any]:
    return {
        "no": line.no,
        "description": line.description,
        "unit": line.unit_of_measure_id or "",
        "quantity": quantity_text(line.quantity),
        "to_ship": quantity_text(line.qty_to_ship) if line.qty_to_ship else "",
        "to_invoice": quantity_text(line.qty_to_invoice) if line.qty_to_invoice else "",
    }


def _posted(posted: PostedSalesDocument) -> list[tuple[str, Any]]:
    made = (
        (_("Shipment"), posted.shipment),
        (_("Invoice"), posted.invoice),
        (_("Credit Memo"), posted.credit_memo),
    )
    return [(label, record) for label, record in made if record is not None]


def _card(record: Any) -> str:
    return reverse(f"admin:erp_{record._meta.model_name}_change", args=[record.pk])


def _tell(request: HttpRequest, posted: PostedSalesDocument) -> None:
    for label, record in _posted(posted):
        link = format_html('<a href="{}">{} {}</a>', _card(record), label, record.no)
        messages.success(request, format_html(_("{document} is posted."), document=link))
    for shortage in posted.shortages:
        sentence = _("Item %(item)s is below zero now: %(inventory)s are in inventory.")
        figures = {"item": shortage.item_no, "inventory": quantity_text(shortage.inventory)}
        messages.warning(request, sentence % figures)


def _where_next(document: SalesHeader, posted: PostedSalesDocument) -> str:
    if SalesHeader.objects.filter(pk=document.pk).exists():
        return kind_of(document).card(document)
    _label, record = _posted(posted)[-1]
    return _card(record)


site.register_view("sales-documents/<uuid:record_id>/post/", post_document, "post_sales_document")
