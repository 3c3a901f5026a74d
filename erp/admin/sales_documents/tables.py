"""The four tables of sales documents in the sidebar."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import SALES
from erp.admin.sales_documents.document_admin import SalesDocumentAdmin
from erp.admin.sales_documents.document_list import ShipmentFilter
from erp.admin.site import site
from erp.models import SalesCreditMemo, SalesDocumentType, SalesInvoice, SalesOrder, SalesQuote


@admin.register(SalesQuote, site=site)
class SalesQuoteAdmin(SalesDocumentAdmin):
    table = "sales_quote"
    document_type = SalesDocumentType.QUOTE
    area, area_order = SALES, 26
    keywords = _("offer")
    empty_text = _("Quotes that you write, or that salespeople activate in the CRM, appear here.")


@admin.register(SalesOrder, site=site)
class SalesOrderAdmin(SalesDocumentAdmin):
    table = "sales_order"
    document_type = SalesDocumentType.ORDER
    area, area_order = SALES, 27
    keywords = _("ship invoice post deliver")
    list_filter = [ShipmentFilter, *SalesDocumentAdmin.list_filter]
    empty_text = _("Orders that you enter, or that salespeople submit in the CRM, appear here.")


@admin.register(SalesInvoice, site=site)
class SalesInvoiceAdmin(SalesDocumentAdmin):
    table = "sales_invoice"
    document_type = SalesDocumentType.INVOICE
    area, area_order = SALES, 28
    keywords = _("bill post")
    empty_text = _("Invoices that do not come from an order are written here, then posted.")


@admin.register(SalesCreditMemo, site=site)
class SalesCreditMemoAdmin(SalesDocumentAdmin):
    table = "sales_credit_memo"
    document_type = SalesDocumentType.CREDIT_MEMO
    area, area_order = SALES, 29
    keywords = _("refund return post")
    empty_text = _("What a customer gets back is written here, then posted.")
