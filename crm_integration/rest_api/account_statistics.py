"""``accountStatistics``: what a customer owes, has ordered and has bought, as its account shows it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from crm_integration.actions.on_posted_invoices import UPDATE_STATISTICS
from crm_integration.actions.permissions import VIEW_COUPLINGS
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.models import Coupling
from crm_integration.rest_api.bound_actions import for_one_and_many
from crm_integration.rest_api.resource import Resource, nullable
from erp.models import Customer
from erp.queries.customer_statistics import customer_statistics
from erp.rest_api.entity import calculated, joined
from erp.rest_api.kinds import BOOLEAN, DECIMAL, ID, TEXT
from odata.keyset import Key

AMOUNTS: Final[Mapping[str, str]] = {
    "balance": "balance_lcy",
    "outstandingOrders": "outstanding_orders_lcy",
    "shippedNotInvoiced": "shipped_not_invoiced_lcy",
    "outstandingInvoices": "outstanding_invoices_lcy",
    "total": "total_lcy",
    "creditLimit": "credit_limit_lcy",
    "overdueAmounts": "overdue_amounts_lcy",
    "totalSales": "total_sales_lcy",
}


def _customers() -> QuerySet[Any]:
    coupled = Coupling.objects.filter(mapping=CUSTOMER.name, erp_id=OuterRef("id"))
    return Customer.objects.annotate(
        is_coupled=Exists(coupled), account_id=Subquery(coupled.values("crm_id")[:1])
    )


def _amounts(ids: Collection[Any]) -> Mapping[Any, dict[str, Any]]:
    numbers = dict(Customer.objects.filter(id__in=ids).values_list("id", "no"))
    found = customer_statistics(list(numbers.values()), today=timezone.localdate())
    return {
        id: {name: DECIMAL.to_json(getattr(found[no], of)) for name, of in AMOUNTS.items()}
        for id, no in numbers.items()
    }


# In local currency, as of now.
OBJECT: Final = replace(
    TEXT,
    edm="Edm.ComplexType",
    to_json=dict,
    schema={
        "type": "object",
        "required": list(AMOUNTS),
        "properties": {name: dict(DECIMAL.schema) for name in AMOUNTS},
    },
)
ACCOUNT_STATISTICS: Final = Resource(
    name="accountStatistics",
    singular="accountStatistic",
    permission=VIEW_COUPLINGS,
    records=_customers,
    order=(Key("no", nullable=False),),
    declared=(
        joined("id", "id", kind=ID),
        joined("customerNumber", "no"),
        joined("customerName", "name"),
        joined("coupled", "is_coupled", kind=BOOLEAN),
        nullable("accountId", "account_id", kind=ID),
        calculated("amounts", _amounts, kind=OBJECT),
    ),
)
ON_ACCOUNT_STATISTICS: Final = for_one_and_many(
    ACCOUNT_STATISTICS,
    CUSTOMER.name,
    name="updateAccountStatistics",
    action=UPDATE_STATISTICS,
    tells=True,
)
