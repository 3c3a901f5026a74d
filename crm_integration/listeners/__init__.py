"""Hears the ERP: writes down what changed, in the transaction of the change, and wakes whom it concerns."""

from crm_integration.listeners.chores import connect_chores
from crm_integration.listeners.erp_changes import connect_listeners
from crm_integration.listeners.order_steps import connect_order_steps
from crm_integration.listeners.wake_changed import wake_changed

__all__ = ["connect_chores", "connect_listeners", "connect_order_steps", "wake_changed"]
