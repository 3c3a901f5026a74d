"""What a customer owes, has ordered and has bought, in local currency; as salespeople want to see it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from erp.models import (
    Customer,
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    SalesDocumentType,
    SalesLine,
)

PLACES = Decimal("0.00001")
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class CustomerStatistics:
    """Amounts in LCY with VAT, but ``total_sales_lcy`` without; of the customer who pays.

    ``total_lcy`` is what is owed, ordered, shipped and on invoices not posted yet, each thing once. Sales are
    those of the calendar year, credit memos taken off.
    """

    customer_no: str
    name: str
    balance_lcy: Decimal
    outstanding_orders_lcy: Decimal
    shipped_not_invoiced_lcy: Decimal
    outstanding_invoices_lcy: Decimal
    total_lcy: Decimal
    credit_limit_lcy: Decimal
    overdue_amounts_lcy: Decimal
    overdue_amounts_as_of: date
    total_sales_lcy: Decimal


def customer_statistics(customer_nos: Collection[str], *, today: date) -> dict[str, CustomerStatistics]:
    """Returns the statistics of customers by number, with a constant number of queries."""
    numbers = list(customer_nos)
    details = DetailedCustomerLedgEntry.objects.filter(customer__no__in=numbers)
    entries = CustomerLedgerEntry.objects.filter(customer__no__in=numbers, posting_date__year=today.year)
    lines = SalesLine.objects.filter(document__bill_to_customer__no__in=numbers)
    orders = lines.filter(document__document_type=SalesDocumentType.ORDER)
    invoices = lines.filter(document__document_type=SalesDocumentType.INVOICE)
    payer = "document__bill_to_customer_id"
    balances = _sums(details, "customer_id", "amount_lcy")
    overdues = overdue_amounts_lcy(numbers, today=today)
    sales = _sums(entries, "customer_id", "sales_lcy")
    outstanding = _sums(orders, payer, "outstanding_amount_lcy")
    shipped = _sums(orders, payer, "shipped_not_invoiced_lcy")
    invoiced = _sums(invoices, payer, "outstanding_amount_lcy")
    twice = _sums(invoices.exclude(shipment_line=None), payer, "outstanding_amount_lcy")
    found = {}
    for no, name, credit_limit in Customer.objects.filter(no__in=numbers).values_list(
        "no", "name", "credit_limit_lcy"
    ):
        parts = (balances, outstanding, shipped, invoiced)
        total = sum((part.get(no, ZERO) for part in parts), ZERO) - twice.get(no, ZERO)
        found[no] = CustomerStatistics(
            customer_no=no,
            name=name,
            balance_lcy=balances.get(no, ZERO),
            outstanding_orders_lcy=outstanding.get(no, ZERO),
            shipped_not_invoiced_lcy=shipped.get(no, ZERO),
            outstanding_invoices_lcy=invoiced.get(no, ZERO),
            total_lcy=total,
            credit_limit_lcy=credit_limit,
            overdue_amounts_lcy=overdues.get(no, ZERO),
            overdue_amounts_as_of=today,
            total_sales_lcy=sales.get(no, ZERO),
        )
    return found


def overdue_amounts_lcy(customer_nos: Collection[str], *, today: date) -> dict[str, Decimal]:
    """Returns what of their open entries customers should have paid before today, by number; with VAT."""
    details = DetailedCustomerLedgEntry.objects.filter(customer__no__in=list(customer_nos))
    overdue = details.filter(cust_ledger_entry__open=True, cust_ledger_entry__due_date__lt=today)
    return _sums(overdue, "customer_id", "amount_lcy")


def _sums(rows: QuerySet[Any], by: str, name: str) -> dict[str, Decimal]:
    sums = rows.order_by().values_list(by).annotate(total=Sum(name))
    return {no: total.quantize(PLACES) for no, total in sums}
