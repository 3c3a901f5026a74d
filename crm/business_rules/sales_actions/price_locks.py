"""Locks and unlocks the prices of an order or an invoice: locked ones stay when the price list changes."""

from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.sales_actions.closing import record_in_state
from crm.business_rules.update import Change, update_records
from crm.models import CrmRecord
from crm.models.version import in_turn

_ACTIVE = 0


def set_price_lock(
    *, table: str, record_id: UUID, is_locked: bool, message: str, caller: Caller
) -> CrmRecord:
    """Locks or unlocks the prices of an active document. Raises CrmFault."""
    with in_turn():
        record_in_state(table, record_id, {_ACTIVE}, message=message, caller=caller)
        change = Change(record_id, {"ispricelocked": is_locked})
        return update_records(table=metadata.table(table), changes=[change], caller=caller, trusted=True)[0]
