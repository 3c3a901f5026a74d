"""A record about to be written, as the rules see it, and what they may ask while they complete it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.errors import READ_ONLY, REQUIRED, CrmFault
from crm.business_rules.validation import fitting
from crm.metadata import Column, EntityReference, Table
from crm.metadata.stored_values import stored_value
from crm.models import BusinessUnit, CrmRecord, Organization, SystemUser, Team, TransactionCurrency


@dataclass
class WriteContext:
    """One write: who writes, when, and what the rules look up once for all its records."""

    caller: Caller
    now: datetime = field(default_factory=lambda: timezone.now().astimezone(UTC).replace(microsecond=0))

    @cached_property
    def currencies(self) -> Mapping[UUID, TransactionCurrency]:
        return {currency.pk: currency for currency in TransactionCurrency.objects.all()}

    @cached_property
    def base_currency(self) -> TransactionCurrency | None:
        base = self.organization and self.organization.basecurrencyid_id
        return self.currencies.get(base) if base else None

    @cached_property
    def organization(self) -> Organization | None:
        return Organization.objects.first()

    @cached_property
    def memory(self) -> dict[Any, Any]:
        """What rules have looked up or counted already in this write."""
        return {}

    def record(self, reference: EntityReference | None) -> Any:
        """The stored record that a lookup points to; None if there is none."""
        if reference is None:
            return None
        if reference not in self.memory:
            rows = metadata.table(reference.table).model.objects.filter(pk=reference.id)
            self.memory[reference] = rows.first()
        return self.memory[reference]

    def looked_up(self, reference: EntityReference) -> Any:
        """The record if it was looked up already; costs nothing."""
        return self.memory.get(reference)

    def forget(self, reference: EntityReference) -> None:
        """Forgets a record that was written since it was looked up."""
        self.memory.pop(reference, None)

    @cached_property
    def root_business_unit(self) -> UUID | None:
        roots = BusinessUnit.objects.filter(parentbusinessunitid=None)
        return roots.values_list("pk", flat=True).first()

    @cached_property
    def _business_units(self) -> dict[EntityReference, UUID | None]:
        return {}

    def business_unit_of(self, owner: EntityReference) -> UUID | None:
        """The business unit of a user or a team."""
        if owner not in self._business_units:
            model = SystemUser if owner.table == "systemuser" else Team
            found = model.objects.filter(pk=owner.id).values_list("businessunitid", flat=True).first()
            self._business_units[owner] = found
        return self._business_units[owner]

    @cached_property
    def _owners(self) -> dict[EntityReference, EntityReference | None]:
        return {}

    def owner_of(self, reference: EntityReference) -> EntityReference | None:
        """The owner of a record; None if there is no such record."""
        if reference not in self._owners:
            rows = metadata.table(reference.table).model.objects.filter(pk=reference.id)
            found = rows.values_list("owneridtype", "ownerid").first()
            self._owners[reference] = EntityReference(*found) if found else None
        return self._owners[reference]


@dataclass
class Draft:
    """``changes`` are the values to write by logical name; ``record`` is what is stored, None if new.

    A ``trusted`` draft is written by the rules themselves: states and read-only columns do not bind it.
    """

    table: Table
    id: UUID
    changes: dict[str, Any]
    record: CrmRecord | None
    context: WriteContext
    asked: frozenset[str] = frozenset()
    trusted: bool = False

    @property
    def creating(self) -> bool:
        return self.record is None

    def before(self, name: str) -> Any:
        """The stored value."""
        return None if self.record is None else stored_value(self.record, self.table.columns[name])

    def get(self, name: str) -> Any:
        """The value as it will be."""
        return self.changes[name] if name in self.changes else self.before(name)

    def set(self, name: str, value: Any) -> None:
        self.changes[name] = value

    def note_real_user(self, *names: str) -> None:
        """Notes who really writes on behalf of another user, and forgets who did before."""
        real = self.context.caller.on_behalf_by
        for name in names:
            if name in self.table.columns:
                self.set(name, None if real is None else EntityReference("systemuser", real))

    def changes_any(self, *names: str) -> bool:
        return any(name in self.changes for name in names)


def validated(
    values: Mapping[str, Any], *, table: Table, creating: bool, trusted: bool = False
) -> dict[str, Any]:
    """The values as they will be stored. ``trusted`` callers may write read-only columns. Raises CrmFault."""
    result = {name: _validated(table.columns[name], value, table, trusted) for name, value in values.items()}
    if creating:
        result = {**table.defaults, **result}
    for name in table.required:
        if result.get(name) is None and (creating or name in result):
            raise CrmFault(REQUIRED, column=name, table=table.logical_name)
    return result


def _validated(column: Column, value: Any, table: Table, trusted: bool) -> Any:
    if column.read_only and not trusted:
        raise CrmFault(READ_ONLY, column=column.logical_name, table=table.logical_name)
    fitted = fitting(value, column=column, table=table.logical_name)
    return column.default if fitted is None else fitted
