"""Whether the records that lookups point to exist, and whether the caller may point to them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from crm import metadata
from crm.business_rules.draft import Draft, WriteContext
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
        _check_targets(table, identifiers - {draft.id for draft in drafts}, drafts[0].context)


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


def _check_targets(name: str, identifiers: set[UUID], context: WriteContext) -> None:
    """Raises CrmFault unless the records exist and the caller may point to each of them."""
    if not identifiers:
        return
    table, caller = _table(name, name), context.caller
    records = {each: context.looked_up(EntityReference(name, each)) for each in identifiers}
    found = {each: record for each, record in records.items() if record is not None}
    others = table.model.objects.filter(pk__in=identifiers - set(found))
    any_will_do = (
        not table.is_owned or depth(caller=caller, table=table, verb=APPEND_TO) >= Depth.ORGANIZATION
    )
    if len(found) < len(identifiers):
        found |= dict.fromkeys(others.values_list("pk", flat=True)) if any_will_do else others.in_bulk()
    for missing in sorted(identifiers - set(found)):
        raise CrmFault(DOES_NOT_EXIST, table=name, id=missing)
    for record in () if any_will_do else found.values():
        check_record(caller=caller, table=table, verb=APPEND_TO, record=record)
