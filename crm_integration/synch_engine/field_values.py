"""One field of a pair as both sides and their bases have it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm_integration.synch_engine.conflict import FieldState
from crm_integration.synch_engine.plan import FieldConflict
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.values import canonical


@dataclass(frozen=True)
class FieldValues:
    """The values are the sides' own, the bases canonical; ``state`` is what follows from them.

    ``record`` is the ERP record that the field belongs to.
    """

    row: FieldRow
    erp: Any
    crm: Any
    erp_base: Any
    crm_base: Any
    state: FieldState
    record: Mapping[str, Any]

    def as_conflict(self) -> FieldConflict:
        return FieldConflict(
            key=self.row.key,
            erp_field=self.row.erp_field,
            crm_column=self.row.crm_column,
            erp=canonical(self.erp),
            crm=canonical(self.crm),
            erp_base=self.erp_base,
            crm_base=self.crm_base,
        )

    @property
    def owing_side(self) -> Side | None:
        """The side that was left blank while the record that the other one names was not coupled."""
        if self.state.has_base or not self.row.clear_value_on_failed_synch:
            return None
        if canonical(self.erp) is None:
            return Side.ERP
        return Side.CRM if canonical(self.crm) is None else None
