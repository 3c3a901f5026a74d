"""What is about to be sent to the CRM, as the coupling keeps it until its arrival is written down. Pure."""

from typing import Any

from crm_integration.synch_engine.applier.work import Work
from crm_integration.table_mapping.declaration import erp_field_of
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.values import canonical


def pending_of(work: Work) -> dict[str, list[Any]]:
    """Returns by row the ERP's value, or what is given instead of one, and the CRM's; all canonical."""
    erp = work.erp.values if work.erp else {}
    pending = {}
    for write in work.plan.writes:
        if write.side is Side.CRM:
            name = erp_field_of(write.key)
            pending[write.key] = [canonical(erp.get(name) if name else write.new), canonical(write.new)]
    return pending
