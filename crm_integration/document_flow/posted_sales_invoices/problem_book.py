"""Keeps why a posted sales invoice is not in the CRM, among all that could not be synchronized."""

from datetime import datetime

from django.db import transaction

from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import SynchProblem
from crm_integration.table_mapping.problem import Problem
from erp.models import SalesInvoiceHeader


@transaction.atomic
def keep_problem(invoice: SalesInvoiceHeader, problem: Problem, *, now: datetime) -> None:
    """Replaces what was kept before; it goes when the invoice is coupled."""
    known = SynchProblem.objects.filter(mapping=POSTEDSALESINV_INV.name, erp_id=invoice.id)
    same = known.filter(code=problem.code, field=problem.field).first()
    known.delete()
    SynchProblem.objects.create(
        mapping_id=POSTEDSALESINV_INV.name,
        erp_id=invoice.id,
        description=str(invoice)[:250],
        direction=POSTEDSALESINV_INV.direction.value,
        cure=problem.cure.value,
        code=problem.code,
        params=dict(problem.params),
        field=problem.field,
        awaited_table=problem.awaited.table if problem.awaited else "",
        awaited_id=problem.awaited.id if problem.awaited else None,
        times=same.times + 1 if same else 1,
        first_failed_at=same.first_failed_at if same else now,
        failed_at=now,
    )
