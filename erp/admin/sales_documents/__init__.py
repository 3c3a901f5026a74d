"""Sales quotes, orders, invoices and credit memos: lists, cards with lines, and what is done with them."""

from erp.admin.sales_documents import archive as archive
from erp.admin.sales_documents import cancel_page as cancel_page
from erp.admin.sales_documents import home as home
from erp.admin.sales_documents import list_actions as list_actions
from erp.admin.sales_documents import notes as notes
from erp.admin.sales_documents import post_page as post_page
from erp.admin.sales_documents import posted as posted
from erp.admin.sales_documents import product_lookup as product_lookup
from erp.admin.sales_documents import related as related
from erp.admin.sales_documents import tables as tables
