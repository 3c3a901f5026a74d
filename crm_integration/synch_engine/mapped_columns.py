"""Whether the CRM has the columns that a mapping names; what is not known yet is asked for."""

from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.known_tables import known_tables, learn_table
from crm_integration.dataverse.metadata import Tables
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.facts import facts_of
from crm_integration.synch_engine.filter import column_of
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.filters import fields_of


def tables_for(mapping: TableMapping, setup: ConnectionSetup, client: DataverseClient) -> Tables:
    """Returns the tables of the environment as a mapping needs them.

    Raises DataverseError (CONFIGURATION) for a column that the environment does not have.
    """
    tables = known_tables(setup)
    if not _missing(mapping, tables):
        return tables
    learn_table(setup, client, mapping.crm_table, now=timezone.now())
    tables = known_tables(setup)
    if missing := _missing(mapping, tables):
        raise DataverseError(
            cure=Cure.CONFIGURATION, code="mapped_column_missing", message=", ".join(missing)
        )
    return tables


def _missing(mapping: TableMapping, tables: Tables) -> list[str]:
    facts = facts_of(mapping.erp_table, mapping.crm_table, tables)
    names = {row.crm_column for row in mapping.rows} - {""}
    names |= {column_of(name, facts) for name in fields_of(mapping.crm_filter)}
    return sorted(names - facts.crm.keys())
