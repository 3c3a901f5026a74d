"""What closing has in common: a record in the right state, its new state, the activity that tells of it."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.errors import INVALID_STATUS, NOT_IN_THIS_STATE, READ_ONLY, CrmFault, Fault
from crm.business_rules.privileges import READ, check_record
from crm.business_rules.update import Change, existing, locked, update_records
from crm.metadata import EntityReference
from crm.models import CrmRecord
from crm.models.version import take_turn

_COMPLETED = {"statecode": 1, "statuscode": 2}
ANY_REASON = -1


def record_in_state(
    table: str,
    identifier: UUID,
    states: Collection[int],
    *,
    message: str,
    caller: Caller,
    fault: Fault = NOT_IN_THIS_STATE,
) -> CrmRecord:
    """The record, held until the transaction ends. Raises CrmFault unless its state is one of these."""
    take_turn()
    owner = metadata.table(table)
    record = existing(locked(owner, [identifier]), owner, identifier)
    check_record(caller=caller, table=owner, verb=READ, record=record)
    state = record.column_value("statecode")
    if state not in states:
        label = str(owner.columns["statecode"].options.get(state, state))
        raise CrmFault(fault, message=message, table=table, state=label)
    return record


def change_state(
    record: CrmRecord, state: int, reason: int = ANY_REASON, *, caller: Caller, **values: Any
) -> CrmRecord:
    """Gives the record its state; ``reason`` -1 is the first reason of the state. Raises CrmFault."""
    table = metadata.table(record._meta.model_name or "")
    state_of = table.columns["statuscode"].state_of
    if reason == ANY_REASON:
        reason = next(each for each, its_state in state_of.items() if its_state == state)
    if state_of.get(reason) != state:
        raise CrmFault(
            INVALID_STATUS, column="statuscode", status=reason, state=state, table=table.logical_name
        )
    change = Change(record.pk, {"statecode": state, "statuscode": reason, **values})
    return update_records(table=table, changes=[change], caller=caller, trusted=True)[0]


def create_closing(
    table: str, record: CrmRecord, given: Mapping[str, Any], *, caller: Caller, **values: Any
) -> CrmRecord:
    """The completed activity that tells how the record was closed; what was given of it counts first."""
    name = record._meta.model_name or ""
    about = EntityReference(name, record.pk)
    told = {key: value for key, value in given.items() if key not in ("statecode", "statuscode")}
    owner, activities = metadata.table(name), metadata.table(table)
    for column in told:
        if activities.columns[column].read_only or column == "ownerid":
            raise CrmFault(READ_ONLY, column=column, table=table)
    own = {
        "subject": f"{owner.display_name}: {record}"[:200],
        f"{name}id": about,
        **values,
        **{key: value for key, value in told.items() if value is not None},
        **_COMPLETED,
    }
    return create_records(table=activities, records=[NewRecord(own)], caller=caller, trusted=True)[0]
