"""The pages of the back office, at /admin/."""

from erp.admin import api_documentation as api_documentation
from erp.admin import api_tokens as api_tokens
from erp.admin import code_tables as code_tables
from erp.admin import contacts as contacts
from erp.admin import currencies as currencies
from erp.admin import customers as customers
from erp.admin import item_journal as item_journal
from erp.admin import item_ledger_entries as item_ledger_entries
from erp.admin import items as items
from erp.admin import opportunities as opportunities
from erp.admin import own_parts as own_parts
from erp.admin import posting_tables as posting_tables
from erp.admin import product_parts as product_parts
from erp.admin import receivables as receivables
from erp.admin import resources as resources
from erp.admin import sales_documents as sales_documents
from erp.admin import sales_prices as sales_prices
from erp.admin import salespeople as salespeople
from erp.admin import setup_cards as setup_cards
from erp.admin import units_of_measure as units_of_measure
from erp.admin import users as users
from erp.admin import web_service_key as web_service_key
