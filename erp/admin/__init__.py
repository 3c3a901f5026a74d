"""The pages of the back office, at /admin/."""

from erp.admin import code_tables as code_tables
from erp.admin import contacts as contacts
from erp.admin import currencies as currencies
from erp.admin import customers as customers
from erp.admin import own_parts as own_parts
from erp.admin import salespeople as salespeople
from erp.admin import setup_cards as setup_cards
from erp.admin import users as users
