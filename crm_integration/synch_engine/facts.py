"""Gathers what is known of both tables of a mapping: the ERP's models and the CRM's metadata."""

from functools import lru_cache

from crm_integration.dataverse import metadata
from crm_integration.dataverse.known_tables import known_tables
from crm_integration.dataverse.metadata import CrmColumn, CrmTable, Tables
from crm_integration.models import ConnectionSetup
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from crm_integration.table_mapping.units import UNITS_OF
from erp.queries.table_fields import ErpField, table_fields


def facts_of(erp_table: str, crm_table: str, tables: Tables | None = None) -> Facts:
    """Returns the fields of the ERP table and the columns of the CRM table, by name.

    ``tables``: the CRM's as they are known; without them the snapshot's.
    """
    return _facts(erp_table, (metadata.tables() if tables is None else tables)[crm_table])


def facts_now(erp_table: str, crm_table: str) -> Facts:
    """The same with all that is known of the environment that is set up."""
    return facts_of(erp_table, crm_table, known_tables(ConnectionSetup.get()))


@lru_cache(maxsize=64)
def _facts(erp_table: str, crm_table: CrmTable) -> Facts:
    columns = crm_table.columns.values()
    return Facts(
        erp={field.name: _erp_facts(erp_table, field) for field in table_fields(erp_table).values()},
        crm={column.name: _crm_facts(column) for column in columns},
    )


KEPT_BY_THE_ERP = ("id", "row_version", "modified_at")
# A code that names a record of another table by a rule: of a price in the mapping's filter, a price group.
NAMED_BY_RULE = {("sales_price", "sales_code"): "customer_price_group"}
UNIT_OF_MEASURE = "unit_of_measure"


def _erp_facts(table: str, field: ErpField) -> ErpFieldFacts:
    is_unit = field.related_table == UNIT_OF_MEASURE and table in UNITS_OF
    return ErpFieldFacts(
        name=field.name,
        type=field.type,
        max_length=field.max_length,
        related_table=field.related_table or NAMED_BY_RULE.get((table, field.name)),
        owner_field=UNITS_OF[table].owner_field if is_unit else "",
        options=field.options,
        read_only=not field.editable or field.name in KEPT_BY_THE_ERP,
    )


def _crm_facts(column: CrmColumn) -> CrmColumnFacts:
    return CrmColumnFacts(
        name=column.name,
        type=column.type,
        max_length=column.max_length,
        targets=column.targets,
        options=column.options,
        read_only=column.read_only,
        only_on=column.only_on,
        is_date=column.is_date,
        label=column.label,
    )
