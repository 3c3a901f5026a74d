"""Hears the ERP: writes down what changed, in the transaction of the change, wakes whom it concerns, and says
what may not be.
"""

from crm_integration.listeners.chores import connect_chores
from crm_integration.listeners.erp_changes import connect_listeners
from crm_integration.listeners.failed_documents import connect_failed_documents
from crm_integration.listeners.order_steps import connect_order_steps
from crm_integration.listeners.wake_changed import wake_changed
from crm_integration.listeners.write_in_product import connect_write_in_product

__all__ = [
    "connect_chores",
    "connect_failed_documents",
    "connect_listeners",
    "connect_order_steps",
    "connect_write_in_product",
    "wake_changed",
]
