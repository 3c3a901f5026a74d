"""Resolves references from record to record through couplings, for a whole batch at once.

What is found is remembered while a slice lasts; what is not coupled is asked for again every time.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader import (
    company_contacts,
    local_currency,
    option_references,
    unit_references,
)
from crm_integration.synch_engine.reader.crm_rows import names_of_rows
from crm_integration.table_mapping.conversion import is_option, is_reference, is_unit
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.related import Reference
from crm_integration.table_mapping.units import UNITS_OF
from crm_integration.table_mapping.values import LookupValue
from erp.queries.table_fields import model_of, table_fields

REMEMBERED = 20_000


class References:
    """The references of one mapping's rows, in both directions."""

    def __init__(self, context: MappingContext) -> None:
        self._context = context
        self._rows = [row for row in context.field_rows if is_reference(row, context.facts)]
        self._option_rows = [row for row in context.field_rows if is_option(row, context.facts)]
        self._unit_rows = [row for row in self._rows if is_unit(row, context.facts)]
        self.to_crm: dict[tuple[str, ...], Reference] = {}
        self.to_erp: dict[tuple[str, UUID | int], Reference] = {}

    def prepare(self, erp: Iterable[RecordState], crm: Iterable[RecordState]) -> None:
        """Resolves everything that the records refer to."""
        erp, crm = list(erp), list(crm)
        self._forget()
        for row in self._rows:
            if row in self._unit_rows:
                self._learn_units(row, erp)
            else:
                codes = {str(record.values.get(row.erp_field) or "") for record in erp} - {""}
                unknown = {code for code in codes if (row.erp_field, code) not in self.to_crm}
                self._learn_codes(row, unknown)
            lookups = {
                value
                for record in crm
                if isinstance(value := record.values.get(row.crm_column), LookupValue)
                and (row.clear_value_on_failed_synch or not record.is_assumed)
                and (row.crm_column, value.id) not in self.to_erp
            }
            self._learn_lookups(row, lookups)
            self._learn_blank(row)
        for row in self._option_rows:
            self._learn_options(row, erp, crm)

    def _learn_units(self, row: FieldRow, erp: list[RecordState]) -> None:
        """Units are few per record and every record's own: they are read anew."""
        units = UNITS_OF[self._context.mapping.erp_table]
        records = [record.values for record in erp]
        self.to_crm.update(unit_references.units_of_records(row.erp_field, units, records))

    def _learn_options(self, row: FieldRow, erp: list[RecordState], crm: list[RecordState]) -> None:
        table = self._context.facts.erp[row.erp_field].related_table or ""
        codes = {str(record.values.get(row.erp_field) or "") for record in erp} - {""}
        if unknown := {code for code in codes if (row.erp_field, code) not in self.to_crm}:
            found = option_references.values_of_codes(table, unknown)
            self.to_crm.update({(row.erp_field, code): reference for code, reference in found.items()})
        values = {int(value) for record in crm if (value := record.values.get(row.crm_column))}
        if new := {value for value in values if (row.crm_column, value) not in self.to_erp}:
            options = option_references.codes_of_values(self._context, table, row.crm_column, new)
            self.to_erp.update({(row.crm_column, value): reference for value, reference in options.items()})

    def _forget(self) -> None:
        self.to_crm = _known_only(self.to_crm)
        self.to_erp = _known_only(self.to_erp)

    def _learn_codes(self, row: FieldRow, codes: Collection[str]) -> None:
        if not codes:
            return
        table, target = self._tables(row)
        if company_contacts.applies(row, table, target):
            found = company_contacts.accounts_of_companies(codes)
        elif unit_references.names_group(row, self._context.mapping.erp_table, target):
            found = unit_references.groups_of_owners(table, codes)
        else:
            found = _lookups_of_codes(table, target, codes)
        self.to_crm.update({(row.erp_field, code): reference for code, reference in found.items()})

    def _learn_lookups(self, row: FieldRow, lookups: Collection[LookupValue]) -> None:
        if not lookups:
            return
        table, target = self._tables(row)
        ids = {value.id for value in lookups if value.table in ("", target)}
        if company_contacts.applies(row, table, target):
            found = company_contacts.companies_of_accounts(ids)
        elif unit_references.names_group(row, self._context.mapping.erp_table, target):
            found = unit_references.owners_of_groups(table, ids)
        elif row in self._unit_rows:
            found = unit_references.codes_of_units(UNITS_OF[self._context.mapping.erp_table], ids)
        else:
            found = _codes_of_lookups(table, target, ids)
        self.to_erp.update({(row.crm_column, id): reference for id, reference in found.items()})
        missing = [id for id in ids if id not in found]
        self._name_missing(row, target, missing)

    def _name_missing(self, row: FieldRow, target: str, ids: list[UUID]) -> None:
        """An uncoupled record is named in a sentence; one that is merely owed is not asked for."""
        is_named = ids and not row.clear_value_on_failed_synch
        names = names_of_rows(self._context, [(target, id) for id in ids]) if is_named else {}
        for id in ids:
            label = names.get(id) or str(id)
            self.to_erp[(row.crm_column, id)] = Reference(None, label, Awaited(target, id))
        if row in self._unit_rows and ids:
            self._learn_units_of_new(row, ids)

    def _learn_units_of_new(self, row: FieldRow, ids: list[UUID]) -> None:
        for id, code in unit_references.base_units_named_like(self._context, ids).items():
            key = (row.crm_column, id)
            self.to_erp[key] = replace(self.to_erp[key], for_new=code)

    def _learn_blank(self, row: FieldRow) -> None:
        if self._tables(row)[0] == "currency" and (row.erp_field, "") not in self.to_crm:
            local = local_currency.lookup(self._context.setup)
            if local is not None:
                self.to_crm[(row.erp_field, "")] = Reference(local)
                self.to_erp[(row.crm_column, local.id)] = Reference("")

    def _tables(self, row: FieldRow) -> tuple[str, str]:
        facts = self._context.facts
        table = facts.erp[row.erp_field].related_table or ""
        return table, row.target_table or facts.crm[row.crm_column].targets[0]


def _known_only(references: dict[Any, Reference]) -> dict[Any, Reference]:
    if len(references) > REMEMBERED:
        return {}
    return {key: reference for key, reference in references.items() if reference.value is not None}


def key_field(table: str) -> str:
    """The field by which other records refer to a record of the table."""
    return "no" if "no" in table_fields(table) else "code"


def _lookups_of_codes(table: str, target: str, codes: Collection[str]) -> dict[str, Reference]:
    key = key_field(table)
    records = model_of(table)._default_manager.filter(**{f"{key}__in": codes}).values_list(key, "id")
    ids = dict(records)
    coupled = Coupling.objects.filter(
        erp_table=table, crm_table=target, erp_id__in=ids.values(), state=Coupling.State.COUPLED
    ).values_list("erp_id", "crm_id")
    crm_ids = dict(coupled)
    return {
        code: Reference(
            value=LookupValue(crm_ids[id], target) if id in crm_ids else None,
            label=code,
            awaited=Awaited(table, id),
        )
        for code, id in ids.items()
    }


def _codes_of_lookups(table: str, target: str, ids: Collection[UUID]) -> dict[UUID, Reference]:
    coupled: Mapping[UUID, UUID] = dict(
        Coupling.objects.filter(
            erp_table=table, crm_table=target, crm_id__in=ids, state=Coupling.State.COUPLED
        ).values_list("crm_id", "erp_id")
    )
    key = key_field(table)
    codes = dict(model_of(table)._default_manager.filter(id__in=coupled.values()).values_list("id", key))
    return {
        crm_id: Reference(value=codes[erp_id], label=codes[erp_id])
        for crm_id, erp_id in coupled.items()
        if erp_id in codes
    }
