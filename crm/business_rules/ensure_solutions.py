"""Creates the standard publisher and solutions where they are not there yet."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.standard_solutions import PUBLISHERS, SOLUTIONS


def ensure_solutions(*, caller: Caller) -> None:
    _complete("publisher", PUBLISHERS, caller)
    _complete("solution", SOLUTIONS, caller)


def _complete(name: str, wanted: Mapping[UUID, Mapping[str, Any]], caller: Caller) -> None:
    table = metadata.table(name)
    present = set(table.model.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    records = [NewRecord(values=values, id=id_) for id_, values in wanted.items() if id_ not in present]
    if records:
        create_records(table=table, records=records, caller=caller, trusted=True)
