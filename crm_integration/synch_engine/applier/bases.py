"""The bases of a coupling after a synchronization: what each side holds now, field by field."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from crm_integration.synch_engine.plan import CouplingState, RecordState
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.values import canonical

Base = dict[str, Any]


def bases_after(
    rows: Iterable[FieldRow],
    *,
    coupling: CouplingState | None,
    erp: RecordState,
    crm: RecordState,
    kept: Collection[str] = (),
    dropped: Collection[str] = (),
    derived: Mapping[str, Any] | None = None,
) -> tuple[Base, Base]:
    """Returns both bases. Rows in ``kept`` keep the bases they had, or none; those in ``dropped`` lose them.

    A lookup that was written blank because the record it names is not coupled has no base until it follows.
    """
    erp_base: Base = {}
    crm_base: Base = {}
    in_erp, in_crm = erp.values.get, crm.values.get
    for row in rows:
        if not kept or row.key not in kept:
            erp_base[row.erp_field] = canonical(in_erp(row.erp_field))
            crm_base[row.crm_column] = canonical(in_crm(row.crm_column))
        elif (
            row.key not in dropped
            and coupling
            and row.erp_field in coupling.erp_base
            and row.crm_column in coupling.crm_base
        ):
            erp_base[row.erp_field] = coupling.erp_base[row.erp_field]
            crm_base[row.crm_column] = coupling.crm_base[row.crm_column]
    erp_base.update(derived or {})
    return erp_base, crm_base
