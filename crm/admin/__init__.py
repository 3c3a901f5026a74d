"""The pages of the salespeople, at /sales/."""

from crm.admin import accounts as accounts
from crm.admin import administration as administration
from crm.admin import catalogue as catalogue
from crm.admin import contacts as contacts
from crm.admin import currencies as currencies
from crm.admin import invoices as invoices
from crm.admin import opportunities as opportunities
from crm.admin import orders as orders
from crm.admin import quotes as quotes
from crm.admin import users as users
