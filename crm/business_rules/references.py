"""Whether the records that lookups point to exist, and whether the caller may point to them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from crm import metadata
from crm.business_rules.draft import Draft
from crm.business_rules.errors import CIRCULAR_REFERENCE, DOES_NOT_EXIST, INVALID_REFERENCE, CrmFault
from crm.business_rules.privileges import APPEND, APPEND_TO, depth
from crm.metadata import EntityReference


def check_references(drafts: Sequence[Draft]) -> None:
    """Raises CrmFault for the first reference that cannot be. One query for each table that is pointed to."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for draft in drafts:
        for column, reference in _references(draft):
            _check_reference(draft, column, reference)
            wanted[reference.table].add(reference.id)
    for table, identifiers in wanted.items():
        _check_existence(table, identifiers - {draft.id for draft in drafts})


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


def _check_existence(table: str, identifiers: set[UUID]) -> None:
    if not identifiers:
        return
    model = _table(table, table).model
    found = set(model.objects.filter(pk__in=identifiers).values_list("pk", flat=True))
    for missing in sorted(identifiers - found):
        raise CrmFault(DOES_NOT_EXIST, table=table, id=missing)
