"""What stays the same while one mapping is worked on: its declaration, its facts, the client, the setup."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for, client_of_documents
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.metadata import CrmTable
from crm_integration.dataverse.retry import RetryPolicy
from crm_integration.models import ConnectionSetup, IntegrationTableMapping
from crm_integration.synch_engine.facts import facts_of
from crm_integration.synch_engine.filter import column_of
from crm_integration.synch_engine.mapped_columns import tables_for
from crm_integration.synch_engine.mapping_store import (
    UnknownMapping,
    declaration_of,
    is_option_mapping,
    stored_mapping,
)
from crm_integration.synch_engine.write_in_product import without_write_in_product
from crm_integration.table_mapping.conversion import constant
from crm_integration.table_mapping.declaration import FieldRow, TableMapping, crm_column_of
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.filters import fields_of
from crm_integration.table_mapping.values import canonical
from erp.queries.table_fields import table_fields

LABEL_FIELDS = ("item_no", "resource_no", "no", "code", "name", "description")


@dataclass(frozen=True)
class MappingContext:
    """Made once per slice of a run, preview or verb."""

    stored: IntegrationTableMapping
    mapping: TableMapping
    facts: Facts
    setup: ConnectionSetup
    client: DataverseClient

    @classmethod
    def open(cls, mapping_name: str, *, policy: RetryPolicy | None = None) -> "MappingContext":
        """Raises UnknownMapping, and DataverseError when the connection is not enabled.

        An option mapping has no pairs of records: it is opened by :meth:`of_options`.
        """
        stored = stored_mapping(mapping_name)
        if is_option_mapping(mapping_name):
            raise UnknownMapping(mapping_name)
        return cls._of(stored, policy=policy)

    @classmethod
    def of_options(cls, mapping_name: str, *, policy: RetryPolicy | None = None) -> "MappingContext":
        """The same for an option mapping."""
        return cls._of(stored_mapping(mapping_name), policy=policy)

    @classmethod
    def to_try(cls, mapping: TableMapping) -> "MappingContext":
        """The same for a mapping as it might become: to try it out, not to run it."""
        return cls._of(stored_mapping(mapping.name), mapping)

    @classmethod
    def _of(
        cls,
        stored: IntegrationTableMapping,
        tried: TableMapping | None = None,
        policy: RetryPolicy | None = None,
    ) -> "MappingContext":
        mapping = without_write_in_product(tried or declaration_of(stored))
        setup = ConnectionSetup.get()
        if not setup.is_enabled:
            raise DataverseError(
                cure=Cure.CONFIGURATION,
                code="connection_not_enabled",
                message="The connection is not enabled.",
            )
        client = (client_of_documents if mapping.is_made_by_flow else client_for)(setup, policy=policy)
        tables = tables_for(mapping, setup, client)
        facts = facts_of(mapping.erp_table, mapping.crm_table, tables)
        return cls(stored, mapping, facts, setup, client.knowing(tables))

    @cached_property
    def crm_table(self) -> CrmTable:
        return self.client.tables[self.mapping.crm_table]

    @cached_property
    def entity_set(self) -> str:
        return self.crm_table.entity_set

    @cached_property
    def field_rows(self) -> tuple[FieldRow, ...]:
        """The enabled rows with a field on both sides."""
        return tuple(row for row in self.mapping.rows if not row.is_constant)

    @cached_property
    def constants_to_crm(self) -> dict[str, Any]:
        """What the enabled rows with a constant for the CRM put there, canonical, by the key of the row."""
        rows = (row for row in self.mapping.rows if row.is_constant and row.crm_column)
        return {row.key: canonical(constant(row, self.facts)) for row in rows}

    @cached_property
    def erp_fields(self) -> tuple[str, ...]:
        """The ERP fields that planning reads: mapped ones, those of the filter, and what names the record."""
        known = table_fields(self.mapping.erp_table)
        names = {row.erp_field for row in self.mapping.rows} | set(fields_of(self.mapping.erp_filter))
        return tuple(sorted(names - {""} | {name for name in LABEL_FIELDS if name in known}))

    @cached_property
    def crm_columns(self) -> tuple[str, ...]:
        """The columns to select: mapped and derived, of the filter, the name, who changed it and when."""
        names = {row.crm_column for row in self.mapping.rows}
        names |= {column_of(name, self.facts) for name in fields_of(self.mapping.crm_filter)}
        names |= {column.name for column in self.mapping.derived if column.name in self.facts.crm}
        names |= {self.crm_table.primary_name, "modifiedon", "modifiedby"}
        names.add(crm_column_of(self.mapping.number_row))
        return tuple(sorted(names & self.facts.crm.keys() | {"modifiedon", "modifiedby"}))
