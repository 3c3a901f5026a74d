"""The pages of the back office, at /admin/."""

from erp.admin import customers as customers
