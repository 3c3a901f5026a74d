"""Which function works which kind of job."""

from collections.abc import Callable
from typing import Any

from crm_integration.coupling.synchronize_stock import synchronize_stock
from crm_integration.coupling.uncouple import uncouple_slice
from crm_integration.document_flow.account_statistics.customer_statistics_job import customer_statistics_job
from crm_integration.document_flow.notes.sales_order_notes import sales_order_notes
from crm_integration.document_flow.order_life.sales_order_status import sales_order_status
from crm_integration.document_flow.posted_sales_invoices.create_many import create_invoices_slice
from crm_integration.document_flow.sales_orders.auto_create import auto_create_sales_orders
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.document_flow.sales_quotes.auto_process import auto_process_sales_quotes
from crm_integration.document_flow.sales_quotes.process_later import (
    SALES_QUOTES_FOR_PEOPLE,
    SALES_QUOTES_LATER,
)
from crm_integration.job_queue import Deadline, Lease, Outcome
from crm_integration.jobs.retention import remove_old
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.synch_engine.runner import run_slice

Handler = Callable[[Lease, dict[str, Any], Deadline], Outcome]

HANDLERS: dict[str, Handler] = {
    "synchronize": run_slice,
    "uncouple": uncouple_slice,
    "retention": remove_old,
    "item_availability": synchronize_stock,
    "auto_create_sales_orders": auto_create_sales_orders,
    SALES_ORDERS_LATER.kind: SALES_ORDERS_LATER.work,
    "auto_process_sales_quotes": auto_process_sales_quotes,
    SALES_QUOTES_LATER.kind: SALES_QUOTES_LATER.work,
    SALES_QUOTES_FOR_PEOPLE.kind: SALES_QUOTES_FOR_PEOPLE.work,
    POSTEDSALESINV_INV.made_by: create_invoices_slice,
    "sales_order_notes": sales_order_notes,
    "sales_order_status": sales_order_status,
    "customer_statistics": customer_statistics_job,
}
