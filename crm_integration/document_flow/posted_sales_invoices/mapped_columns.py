"""The columns of an invoice and its lines that the rows of their mappings give, as they were edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from crm_integration.document_flow.posted_sales_invoices.draft import InvoiceRefused
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.mappings.posted_sales_invoice_line_invoicedetail import POSTEDSALESLINE_INV
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Action, Options, Pair, Plan
from crm_integration.synch_engine.reader.erp_records import state_of_record
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesInvoiceHeader, SalesInvoiceLine

Columns = Mapping[str, Any]


@dataclass(frozen=True)
class InvoiceMappings:
    """Of the documents and of their lines. The client knows the columns of both."""

    header: MappingContext
    lines: MappingContext

    @classmethod
    def open(cls) -> "InvoiceMappings":
        """Raises UnknownMapping, DataverseError."""
        header = MappingContext.open(POSTEDSALESINV_INV.name)
        return cls(header, MappingContext.open(POSTEDSALESLINE_INV.name))


def header_columns(context: MappingContext, invoice: SalesInvoiceHeader) -> Columns:
    """Raises InvoiceRefused: the mapping is off, leaves the invoice out, or cannot give what it says."""
    (plan,) = _plans(context, [invoice])
    if plan.action is Action.OUTSIDE_FILTER:
        params = {"mapping": context.stored.name, "record": invoice.no}
        raise InvoiceRefused(Problem("invoice_outside_filter", Cure.CONFIGURATION, params))
    return plan.values_for(Side.CRM)


def line_columns(context: MappingContext, rows: Sequence[SalesInvoiceLine]) -> dict[UUID, Columns]:
    """By id of the line; without those that the mapping's filter leaves out. Raises InvoiceRefused."""
    return {
        row.id: plan.values_for(Side.CRM)
        for row, plan in zip(rows, _plans(context, rows), strict=True)
        if plan.action is not Action.OUTSIDE_FILTER
    }


def _plans(
    context: MappingContext, records: Sequence[SalesInvoiceHeader] | Sequence[SalesInvoiceLine]
) -> list[Plan]:
    name = context.stored.name
    if not context.stored.is_on:
        raise InvoiceRefused(Problem("mapping_not_enabled", Cure.CONFIGURATION, {"mapping": name}))
    if not context.mapping.allows(Direction.TO_INTEGRATION_TABLE):
        raise InvoiceRefused(Problem("direction_not_allowed", Cure.CONFIGURATION, {"mapping": name}))
    pairs = [Pair(erp=state_of_record(context, record)) for record in records]
    plans = Planning(context, Options(create=True)).plan(pairs)
    for plan in plans:
        if plan.problems:
            raise InvoiceRefused(_of_tables(plan.problems[0], context))
    return plans


def _of_tables(problem: Problem, context: MappingContext) -> Problem:
    """Says which tables its field belongs to."""
    tables = {"erp_table": context.mapping.erp_table, "crm_table": context.mapping.crm_table}
    return replace(problem, params={**tables, **problem.params})
