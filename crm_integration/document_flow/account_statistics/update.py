"""*Update Account Statistics*: writes the statistics of customers to rows that their accounts point to.

Source: SD 4.1. Amounts are in local currency, which the base currency of the CRM is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid5

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create, Operation, Retrieve, Update
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.problem_book import OF_ONE_RECORD
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.table_mapping.values import LookupValue
from erp.models import Customer
from erp.queries.customer_statistics import CustomerStatistics, customer_statistics

ACCOUNTS, STATISTICS, TABLE = "accounts", "nav_accountstatisticses", "nav_accountstatistics"
POINTER = "nav_accountstatisticsid"
AMOUNTS = {
    "nav_balancelcy": "balance_lcy",
    "nav_outstandingorderslcy": "outstanding_orders_lcy",
    "nav_shippednotinvoicedlcy": "shipped_not_invoiced_lcy",
    "nav_outstandinginvoiceslcy": "outstanding_invoices_lcy",
    "nav_totallcy": "total_lcy",
    "nav_creditlimitlcy": "credit_limit_lcy",
    "nav_overdueamountslcy": "overdue_amounts_lcy",
    "nav_totalsaleslcy": "total_sales_lcy",
}
# There are neither service orders nor prepayments in the back office.
NOTHING = (
    "nav_outstandingserviceorderslcy",
    "nav_servshippednotinvoicedlcy",
    "nav_outstandingservinvoiceslcy",
    "nav_invoicedprepaymentamountlcy",
)
CENT = Decimal("0.01")
AT_ONCE = 100


@dataclass
class Updated:
    """How many rows of statistics were inserted, modified, left alone, or could not be written."""

    inserted: int = 0
    modified: int = 0
    unchanged: int = 0
    failed: int = 0


def update_account_statistics(
    client: DataverseClient, customer_ids: Collection[UUID], *, setup: ConnectionSetup, today: date
) -> Updated:
    """Of customers that are coupled; others are passed over. Raises DataverseError."""
    coupled = Coupling.objects.filter(
        mapping=CUSTOMER.name, erp_id__in=list(customer_ids), state=Coupling.State.COUPLED
    )
    accounts = dict(coupled.values_list("erp_id", "crm_id"))
    numbers = dict(Customer.objects.filter(id__in=accounts).order_by("no").values_list("no", "id"))
    updated = Updated()
    listed = list(numbers)
    for start in range(0, len(listed), AT_ONCE):
        chunk = listed[start : start + AT_ONCE]
        statistics = customer_statistics(chunk, today=today)
        wanted = {accounts[numbers[no]]: columns_of(statistics[no], setup) for no in chunk}
        _write(client, wanted, setup, updated)
    return updated


def columns_of(statistics: CustomerStatistics, setup: ConnectionSetup) -> dict[str, Any]:
    amounts = {column: _cents(getattr(statistics, name)) for column, name in AMOUNTS.items()}
    currency = setup.base_currency_id
    return {
        "nav_name": statistics.name,
        "nav_customerno": statistics.customer_no,
        **amounts,
        **dict.fromkeys(NOTHING, Decimal(0)),
        "nav_overdueamountsasof": statistics.overdue_amounts_as_of,
        **({"transactioncurrencyid": LookupValue(currency, "transactioncurrency")} if currency else {}),
    }


def _write(
    client: DataverseClient, wanted: dict[UUID, dict[str, Any]], setup: ConnectionSetup, updated: Updated
) -> None:
    pointers = _pointers(client, list(wanted))
    rows = _rows(client, [pointer for pointer in pointers.values() if pointer], sorted(columns_used(wanted)))
    changes: list[Operation] = []
    for account_id, columns in wanted.items():
        pointer = pointers.get(account_id)
        held = rows.get(pointer) if pointer else None
        if account_id not in pointers:
            updated.failed += 1  # the account is gone; its coupling says so
        elif held is None:
            _insert(client, account_id, columns, setup, updated)
        elif changed := {name: value for name, value in columns.items() if held.values.get(name) != value}:
            changes.append(Update(STATISTICS, held.id, changed))
        else:
            updated.unchanged += 1
    for result in client.execute(changes) if changes else ():
        if result.error is None:
            updated.modified += 1
        elif result.error.cure in OF_ONE_RECORD:
            updated.failed += 1
        else:
            raise result.error


def _insert(
    client: DataverseClient,
    account_id: UUID,
    columns: dict[str, Any],
    setup: ConnectionSetup,
    updated: Updated,
) -> None:
    """A row that is there although its account does not point to it is taken up again."""
    create, pointer = _creation(account_id, columns, setup)
    try:
        client.execute_atomically([create, pointer])
    except DataverseError as error:
        if error.cure not in (Cure.DUPLICATE, *OF_ONE_RECORD):
            raise
        again = [Update(STATISTICS, create.id, columns), pointer]
        if any(result.error for result in client.execute(again)):
            updated.failed += 1
            return
    updated.inserted += 1


def columns_used(wanted: dict[UUID, dict[str, Any]]) -> set[str]:
    return {name for columns in wanted.values() for name in columns}


def _creation(account_id: UUID, columns: dict[str, Any], setup: ConnectionSetup) -> tuple[Create, Update]:
    """The row, and the account that points to it."""
    assert setup.organization_id is not None  # noqa: S101 (known since the connection was enabled)
    row_id = uuid5(setup.organization_id, f"statistics/{account_id}")
    pointer = {POINTER: LookupValue(row_id, TABLE)}
    return Create(STATISTICS, row_id, columns), Update(ACCOUNTS, account_id, pointer)


def _pointers(client: DataverseClient, account_ids: list[UUID]) -> dict[UUID, UUID | None]:
    """The statistics that each account points to, of the accounts that exist."""
    found: dict[UUID, UUID | None] = {}
    for result in client.execute([Retrieve(ACCOUNTS, id, (POINTER,)) for id in account_ids]):
        if result.row is not None:
            pointer = result.row.values.get(POINTER)
            found[result.row.id] = pointer.id if isinstance(pointer, LookupValue) else None
        elif result.error is not None and result.error.cure is not Cure.NOT_FOUND:
            raise result.error
    return found


def _rows(client: DataverseClient, ids: list[UUID], columns: list[str]) -> dict[UUID, Row]:
    found: dict[UUID, Row] = {}
    for result in client.execute([Retrieve(STATISTICS, id, tuple(columns)) for id in ids]) if ids else ():
        if result.row is not None:
            found[result.row.id] = result.row
        elif result.error is not None and result.error.cure is not Cure.NOT_FOUND:
            raise result.error
    return found


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
