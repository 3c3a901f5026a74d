"""Which texts can be constants of which fields and columns. Pure."""

from typing import Final

from crm_integration.table_mapping.conversion import constant
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from crm_integration.table_mapping.problem import Problem

_TRUTHS: Final = ("1", "0", "true", "false")
_OF_ERP: Final = ("code", "text", "option", "boolean", "decimal", "integer")
_OF_CRM: Final = (
    *("String", "Memo", "Boolean", "Picklist", "State", "Status"),
    *("Money", "Decimal", "Double", "Integer"),
)


def unfitness_of_constant(row: FieldRow, facts: Facts) -> str:
    """Returns what is wrong with a constant row's value; blank if it fits.

    References, dates and ids cannot be given by a constant.
    """
    target: ErpFieldFacts | CrmColumnFacts
    target = facts.erp[row.erp_field] if row.erp_field else facts.crm[row.crm_column]
    if target.type not in (_OF_ERP if row.erp_field else _OF_CRM):
        return "constant_not_possible"
    if target.type.lower() == "boolean" and row.constant_value.lower() not in _TRUTHS:
        return "constant_no_truth"
    if target.max_length is not None and len(row.constant_value) > target.max_length:
        return "constant_too_long"
    value = constant(row, facts)
    if isinstance(value, Problem):
        return "constant_not_fitting"
    return "option_unknown" if target.options and value not in target.options else ""
