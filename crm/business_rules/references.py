"""Whether the records that lookups point to exist, and whether the caller may point to them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.draft import Draft
from crm.business_rules.errors import CIRCULAR_REFERENCE, DOES_NOT_EXIST, INVALID_REFERENCE, CrmFault
from crm.business_rules.privileges import APPEND, APPEND_TO, check_record, depth
from crm.metadata import EntityReference
from crm.models import Depth


def check_references(drafts: Sequence[Draft]) -> None:
    """Raises CrmFault for the first reference that cannot be. One query for each table that is pointed to."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for draft in drafts:
        for column, reference in _references(draft):
            _check_reference(draft, column, reference)
            wanted[reference.table].add(reference.id)
    for table, identifiers in wanted.items():
        _check_targets(table, identifiers - {draft.id for draft in drafts}, drafts[0].context.caller)


def _references(draft: Draft) -> Iterator[tuple[str, EntityReference]]:
    """What the caller asked for; references that the rules derive come from records that are there."""
    for name in draft.asked:
        value = draft.changes.get(name)
        if isinstance(value, EntityReference):
            yield name, value


def _check_reference(draft: Draft, column: str, reference: EntityReference) -> None:
    if reference == EntityReference(draft.table.logical_name, draft.id) and column.startswith("parent"):
        raise CrmFault(CIRCULAR_REFERENCE, column=column)
    if column == "ownerid":
        return
    caller = draft.context.caller
    depth(caller=caller, table=draft.table, verb=APPEND)
    depth(caller=caller, table=_table(reference.table, column), verb=APPEND_TO)


def _table(name: str, column: str) -> metadata.Table:
    try:
        return metadata.table(name)
    except KeyError:
        raise CrmFault(INVALID_REFERENCE, column=column, target=name) from None


def _check_targets(name: str, identifiers: set[UUID], caller: Caller) -> None:
    """Raises CrmFault unless the records exist and the caller may point to each of them."""
    if not identifiers:
        return
    table = _table(name, name)
    rows = table.model.objects.filter(pk__in=identifiers)
    if not table.is_owned or depth(caller=caller, table=table, verb=APPEND_TO) >= Depth.ORGANIZATION:
        found = set(rows.values_list("pk", flat=True))
    else:
        records = {record.pk: record for record in rows}
        found = set(records)
        for record in records.values():
            check_record(caller=caller, table=table, verb=APPEND_TO, record=record)
    for missing in sorted(identifiers - found):
        raise CrmFault(DOES_NOT_EXIST, table=name, id=missing)
