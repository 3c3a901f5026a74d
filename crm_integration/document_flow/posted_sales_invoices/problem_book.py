"""Keeps why a posted sales invoice is not in the CRM, among all that could not be synchronized."""

from datetime import datetime
from typing import Final

from django.db import transaction

from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import Coupling, SynchProblem
from crm_integration.synch_engine.applier.problem_book import SETTLING_TIME
from crm_integration.synch_engine.look_again import make_due
from crm_integration.table_mapping.problem import Awaited, Cure, Problem
from erp.models import SalesInvoiceHeader

# So often running it is tried at once although the coupling that it needs is there.
TIMES: Final = 3


@transaction.atomic
def keep_problem(invoice: SalesInvoiceHeader, problem: Problem, *, now: datetime) -> None:
    """Replaces what was kept before; it goes when the invoice is coupled. Nothing of one that is coupled.

    What it awaits may have been coupled since it was looked for, and nobody would wake it any more.
    """
    lock_invoice(invoice)
    name = POSTEDSALESINV_INV.name
    if Coupling.objects.filter(mapping=name, erp_id=invoice.id).exists():
        return
    known = SynchProblem.objects.filter(mapping=name, erp_id=invoice.id)
    same = known.filter(code=problem.code, field=problem.field).first()
    known.delete()
    times = same.times + 1 if same else 1
    kept = SynchProblem.objects.create(
        mapping_id=name,
        erp_id=invoice.id,
        description=str(invoice)[:250],
        direction=POSTEDSALESINV_INV.direction.value,
        **problem.columns,
        times=times,
        is_due=problem.cure is Cure.MISSING_COUPLING and times <= TIMES and _is_coupled(problem.awaited),
        first_failed_at=same.first_failed_at if same else now,
        failed_at=now,
    )
    if kept.is_due:
        make_due(name, not_before=now + SETTLING_TIME)


def lock_invoice(invoice: SalesInvoiceHeader) -> None:
    """Until the transaction ends, nobody else keeps a problem of it or couples it."""
    SalesInvoiceHeader.objects.select_for_update(no_key=True).get(pk=invoice.pk)


def _is_coupled(awaited: Awaited | None) -> bool:
    if awaited is None:
        return False
    coupled = Coupling.objects.filter(state=Coupling.State.COUPLED)
    return coupled.filter(erp_table=awaited.table, erp_id=awaited.id).exists()
