"""What is known of an environment's tables: the snapshot, and what the environment said when it was asked."""

from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID, uuid4

from crm_integration.dataverse import metadata
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.definitions import read_columns
from crm_integration.dataverse.metadata import CrmTable, Tables
from crm_integration.models import ConnectionSetup, CrmTableDefinition


def known_tables(setup: ConnectionSetup) -> Tables:
    """Returns the tables of the environment that is set up; nothing is asked of it."""
    told = CrmTableDefinition.objects.filter(environment_url=setup.environment_url)
    extended = {table: _extended(table, version) for table, version in told.values_list("table", "version")}
    return MappingProxyType({**metadata.tables(), **extended}) if extended else metadata.tables()


@lru_cache(maxsize=64)
def _extended(table: str, version: UUID) -> CrmTable:
    columns = CrmTableDefinition.objects.values_list("columns", flat=True).get(table=table)
    return metadata.extended(metadata.table(table), columns)


def learn_table(setup: ConnectionSetup, client: DataverseClient, table: str, *, now: datetime) -> None:
    """Asks the environment for the columns of a table and keeps the answer. Raises DataverseError."""
    columns = read_columns(client, table)
    known = CrmTableDefinition.objects.filter(table=table, environment_url=setup.environment_url).first()
    version = known.version if known is not None and known.columns == columns else uuid4()
    CrmTableDefinition.objects.update_or_create(
        table=table,
        defaults={
            "environment_url": setup.environment_url,
            "columns": columns,
            "version": version,
            "read_at": now,
        },
    )


def learned_at(setup: ConnectionSetup, table: str) -> datetime | None:
    """When the environment was asked for the columns of a table, if it ever was."""
    told = CrmTableDefinition.objects.filter(table=table, environment_url=setup.environment_url)
    return told.values_list("read_at", flat=True).first()
