"""Mends what a run could not: retry, restore or delete the other side, find what is deleted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.scheduled import AT_ONCE, Scheduled, schedule
from crm_integration.coupling.uncouple import uncouple
from crm_integration.dataverse.errors import Cure
from crm_integration.dataverse.operations import Delete
from crm_integration.job_queue import enqueue
from crm_integration.models import Coupling, Job, SynchProblem
from crm_integration.synch_engine.applier.problem_book import enqueue_run
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.scope import Scope
from erp.operations.delete_contact import delete_contact
from erp.operations.delete_currency import delete_currency
from erp.operations.delete_customer import delete_customer
from erp.operations.delete_salesperson import delete_salesperson
from erp.queries.table_fields import model_of

GONE = (Coupling.State.DELETED_IN_ERP, Coupling.State.DELETED_IN_CRM)
DELETE_ERP_RECORD: Mapping[str, Callable[[UUID], Any]] = {
    "customer": lambda id: delete_customer(customer_id=id),
    "contact": lambda id: delete_contact(contact_id=id),
    "salesperson": lambda id: delete_salesperson(salesperson_id=id),
    "currency": lambda id: delete_currency(currency_id=id),
}


def retry(*, problem_ids: Sequence[int], user: User | None = None) -> int:
    """Has the records looked at again shortly, skipped ones too; returns how many problems that concerns."""
    problems = SynchProblem.objects.filter(pk__in=problem_ids)
    names = set(problems.values_list("mapping_id", flat=True))
    number = problems.update(is_due=True, is_skipped=False, times=0)
    for name in sorted(names):
        enqueue_run(name, not_before=timezone.now())
    return number


def restore_records(*, coupling_ids: Sequence[UUID], user: User | None = None) -> list[Scheduled]:
    """Has the deleted side of each pair created anew from the surviving one, with a new id.

    A pair is not uncoupled unless its other side is going to be created.
    """
    couplings = Coupling.objects.filter(id__in=coupling_ids, state__in=GONE)
    by_mapping: dict[str, list[Coupling]] = {}
    for coupling in couplings:
        by_mapping.setdefault(coupling.mapping_id, []).append(coupling)
    return [_restore(name, rows, user) for name, rows in sorted(by_mapping.items())]


def _restore(mapping_name: str, couplings: Sequence[Coupling], user: User | None) -> Scheduled:
    in_erp = tuple(row.crm_id for row in couplings if row.state == Coupling.State.DELETED_IN_ERP)
    in_crm = tuple(row.erp_id for row in couplings if row.state == Coupling.State.DELETED_IN_CRM)
    options = Options(create=True, retry_skipped=True)
    scope = Scope(mapping_name, "selected", options, erp_ids=in_crm, crm_ids=in_erp)
    with transaction.atomic():
        uncouple(coupling_ids=[row.id for row in couplings], user=user)
        return schedule(scope, records=len(couplings), user=user)


def delete_records(*, coupling_ids: Sequence[UUID], user: User | None = None) -> int:
    """Deletes the surviving side of each pair and the coupling; returns how many.

    Raises CouplingRefused for what the CRM does not let us delete, OperationError for what the ERP refuses,
    DataverseError. What was deleted before stays deleted.
    """
    number = 0
    for coupling in Coupling.objects.filter(id__in=coupling_ids, state__in=GONE):
        if coupling.state == Coupling.State.DELETED_IN_CRM:
            if model_of(coupling.erp_table)._default_manager.filter(id=coupling.erp_id).exists():
                DELETE_ERP_RECORD[coupling.erp_table](coupling.erp_id)
        else:
            _delete_crm_row(coupling)
        uncouple(coupling_ids=[coupling.id], user=user)
        number += 1
    return number


def _delete_crm_row(coupling: Coupling) -> None:
    context = MappingContext.open(coupling.mapping_id)
    error = context.client.execute([Delete(context.entity_set, coupling.crm_id)])[0].error
    if error is None or error.cure is Cure.NOT_FOUND:
        return
    if error.cure is Cure.PRIVILEGE:
        raise CouplingRefused("no_privilege_to_delete", table=coupling.crm_table) from error
    raise error


def find_for_deleted(*, mapping_name: str, user: User | None = None) -> Job:
    """Has couplings whose ERP or CRM record is gone looked for and planned by the deletion policy."""
    scope = Scope(mapping_name, "find_deleted", Options(retry_skipped=True))
    return enqueue(
        kind="synchronize",
        arguments=scope.to_arguments(),
        unique_key=f"find_deleted:{mapping_name}",
        exclusive_key=f"mapping:{mapping_name}",
        priority=AT_ONCE,
        requested_by=user,
    )
