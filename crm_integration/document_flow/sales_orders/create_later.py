"""Makes sales orders of many orders of the CRM in the background."""

from typing import Final

from crm_integration.document_flow.in_background import InBackground
from crm_integration.document_flow.sales_orders.create import create_sales_orders

SALES_ORDERS_LATER: Final = InBackground("create_sales_orders", create_sales_orders)
