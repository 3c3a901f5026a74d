"""Values that follow from the mapping and the source alone: constants and derived columns. Pure."""

from collections.abc import Iterator
from typing import Any

from crm_integration.synch_engine.draft import Draft
from crm_integration.synch_engine.plan import FieldWrite, Pair
from crm_integration.table_mapping.conversion import constant
from crm_integration.table_mapping.declaration import TableMapping, When
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.values import canonical


def given_values(mapping: TableMapping, pair: Pair, facts: Facts, related: Related) -> Iterator[FieldWrite]:
    """Yields what both records of a pair should hold; ``new`` is a Problem where there is no value."""
    for row in mapping.rows:
        if row.is_constant:
            side = Side.CRM if row.crm_column else Side.ERP
            yield FieldWrite(row.key, side, row.crm_column or row.erp_field, None, constant(row, facts))
    for derived in mapping.derived:
        side = Side.CRM if derived.direction.reaches_crm else Side.ERP
        source = pair.erp if side is Side.CRM else pair.crm
        if derived.when is When.ALWAYS and source is not None:
            value = derived.value(source.id, source.values, related)
            yield FieldWrite(derived.key, side, derived.name, None, value)


def follow(wanted: FieldWrite, pair: Pair, draft: Draft, *, overwrites: bool) -> None:
    """Plans the value if it is not what it was the last time; ``overwrites``: also if somebody changed it."""
    value = wanted.new
    if isinstance(value, Problem):
        draft.problems.append(value)
        return
    receiver = pair.crm if wanted.side is Side.CRM else pair.erp
    base = _base(wanted, pair)
    draft.derived[wanted.key] = canonical(value)
    if receiver is None or (canonical(value) == base and not overwrites):
        return
    old = receiver.values.get(wanted.name)
    if canonical(value) == canonical(old):
        draft.renews = draft.renews or canonical(value) != base
    else:
        draft.write(wanted.key, wanted.side, wanted.name, old, value)


def _base(wanted: FieldWrite, pair: Pair) -> Any:
    """The value of the last time, which is the one that was sent if the CRM has it."""
    if pair.coupling is None:
        return None
    sent = pair.coupling.pending.get(wanted.key)
    if sent is not None and pair.crm and canonical(pair.crm.values.get(wanted.name)) == sent[1]:
        return sent[0]
    return pair.coupling.erp_base.get(wanted.key)
