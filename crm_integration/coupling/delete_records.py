"""Deletes what survived where the other side of a pair was deleted, and the coupling."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.uncouple import uncouple
from crm_integration.dataverse.errors import Cure
from crm_integration.dataverse.operations import Delete
from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from erp.operations.delete_contact import delete_contact
from erp.operations.delete_currency import delete_currency
from erp.operations.delete_customer import delete_customer
from erp.operations.delete_customer_price_group import delete_customer_price_group
from erp.operations.delete_item import delete_item
from erp.operations.delete_opportunity import delete_opportunity
from erp.operations.delete_resource import delete_resource
from erp.operations.delete_sales_price import delete_sales_price
from erp.operations.delete_salesperson import delete_salesperson
from erp.operations.delete_unit_of_measure import delete_unit_of_measure
from erp.queries.table_fields import model_of

State = Coupling.State
GONE = (State.DELETED_IN_ERP, State.DELETED_IN_CRM)
# The version of the surviving record of each coupling, None where neither side is there any more.
Versions = Mapping[UUID, int | None]
DELETE_ERP_RECORD: Mapping[str, Callable[[UUID, int], Any]] = {
    "customer": lambda id, version: delete_customer(customer_id=id, expected_version=version),
    "contact": lambda id, version: delete_contact(contact_id=id, expected_version=version),
    "salesperson": lambda id, version: delete_salesperson(salesperson_id=id, expected_version=version),
    "item": lambda id, version: delete_item(item_id=id, expected_version=version),
    "resource": lambda id, version: delete_resource(resource_id=id, expected_version=version),
    "unit_of_measure": lambda id, version: delete_unit_of_measure(record_id=id, expected_version=version),
    "opportunity": lambda id, version: delete_opportunity(record_id=id, expected_version=version),
    "sales_price": lambda id, version: delete_sales_price(record_id=id, expected_version=version),
    "customer_price_group": lambda id, version: delete_customer_price_group(
        record_id=id, expected_version=version
    ),
    "currency": lambda id, version: delete_currency(currency_id=id, expected_version=version),
}


def delete_records(
    *, coupling_ids: Sequence[UUID], expected: Versions | None = None, user: User | None = None
) -> int:
    """Deletes the surviving side of each pair and the coupling; returns how many.

    ``expected`` holds the versions that were shown; pairs that it does not name stay. Without it the
    versions are read first. Raises CouplingRefused for what changed since and for what the CRM does not let
    us delete, OperationError for what the ERP refuses, DataverseError. What was deleted before stays deleted.
    """
    versions = surviving_versions(coupling_ids=coupling_ids) if expected is None else expected
    chosen = Coupling.objects.filter(id__in=[id for id in coupling_ids if id in versions], state__in=GONE)
    number = 0
    for coupling in chosen:
        version = versions[coupling.id]
        if version is not None and coupling.state == State.DELETED_IN_ERP:
            _delete_crm_row(coupling, version)
        with transaction.atomic():
            if version is not None and coupling.state == State.DELETED_IN_CRM:
                DELETE_ERP_RECORD[coupling.erp_table](coupling.erp_id, version)
            number += uncouple(coupling_ids=[coupling.id], user=user)
    return number


def surviving_versions(*, coupling_ids: Sequence[UUID]) -> Versions:
    """Returns the versions as they are now, by coupling. Raises DataverseError."""
    couplings = list(Coupling.objects.filter(id__in=coupling_ids, state__in=GONE).order_by("pk"))
    in_erp = [coupling for coupling in couplings if coupling.state == State.DELETED_IN_CRM]
    in_crm = [coupling for coupling in couplings if coupling.state == State.DELETED_IN_ERP]
    versions = {
        name: _crm_versions(name, [coupling.crm_id for coupling in in_crm if coupling.mapping_id == name])
        for name in {coupling.mapping_id for coupling in in_crm}
    }
    rows = {
        table: _erp_versions(table, [coupling.erp_id for coupling in in_erp if coupling.erp_table == table])
        for table in {coupling.erp_table for coupling in in_erp}
    }
    found: dict[UUID, int | None] = {row.id: versions[row.mapping_id].get(row.crm_id) for row in in_crm}
    return found | {row.id: rows[row.erp_table].get(row.erp_id) for row in in_erp}


def _crm_versions(mapping_name: str, ids: Sequence[UUID]) -> dict[UUID, int]:
    context = MappingContext.open(mapping_name)
    return {id: row.version for id, row in read_crm_rows(context, ids).items()}


def _erp_versions(table: str, ids: Sequence[UUID]) -> dict[UUID, int]:
    records = model_of(table)._default_manager.filter(id__in=ids)
    return dict(records.values_list("id", "row_version"))


def _delete_crm_row(coupling: Coupling, version: int) -> None:
    context = MappingContext.open(coupling.mapping_id)
    error = context.client.execute([Delete(context.entity_set, coupling.crm_id, version)])[0].error
    if error is None or error.cure is Cure.NOT_FOUND:
        return
    refusals = {Cure.PRIVILEGE: "no_privilege_to_delete", Cure.CONCURRENCY: "changed_before_deletion"}
    if error.cure in refusals:
        raise CouplingRefused(refusals[error.cure], table=coupling.crm_table) from error
    raise error
