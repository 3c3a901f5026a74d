"""Gathers what is known of both tables of a mapping: the ERP's models and the CRM's metadata snapshot."""

from functools import cache

from crm_integration.dataverse import metadata
from crm_integration.dataverse.metadata import CrmColumn
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from erp.queries.table_fields import ErpField, table_fields


@cache
def facts_of(erp_table: str, crm_table: str) -> Facts:
    """Returns the fields of the ERP table and the columns of the CRM table, by name."""
    columns = metadata.table(crm_table).columns.values()
    return Facts(
        erp={field.name: _erp_facts(erp_table, field) for field in table_fields(erp_table).values()},
        crm={column.name: _crm_facts(column) for column in columns},
    )


# A code that names a record of another table by a rule: of a price in the mapping's filter, a price group.
NAMED_BY_RULE = {("sales_price", "sales_code"): "customer_price_group"}


def _erp_facts(table: str, field: ErpField) -> ErpFieldFacts:
    return ErpFieldFacts(
        name=field.name,
        type=field.type,
        max_length=field.max_length,
        related_table=field.related_table or NAMED_BY_RULE.get((table, field.name)),
        options=field.options,
    )


def _crm_facts(column: CrmColumn) -> CrmColumnFacts:
    return CrmColumnFacts(
        name=column.name,
        type=column.type,
        max_length=column.max_length,
        targets=column.targets,
        options=tuple(column.options),
        read_only=column.read_only,
    )
