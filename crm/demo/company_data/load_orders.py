"""Loads a company's orders for accounts and products that are there; all of them or none."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import router, transaction
from django.utils.translation import gettext as _

from crm import metadata
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.update import Change, update_records
from crm.demo.company_data.csv_rows import read_rows
from crm.demo.company_data.plan import COLUMNS as PEOPLE_COLUMNS
from crm.demo.company_data.plan import EMPLOYEES, plan_users
from crm.demo.company_data.plan_orders import (
    COLUMNS,
    DETAILS,
    ORDERS,
    PlannedLine,
    PlannedOrder,
    plan_orders,
)
from crm.demo.identifiers import demo_id
from crm.metadata import EntityReference
from crm.models import Account, PriceLevel, Product, ProductPriceLevel, SalesOrder, SystemUser
from crm.models.fields import fold

_AT_ONCE: Final = 50
_SUBMITTED: Final = {"statecode": 1}
_ACTIVE: Final = 0


def load_company_orders(
    folder: Path,
    *,
    price_list: UUID | None = None,
    submit: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> int:
    """Returns how many orders came; those that are there stay, and are submitted if that is asked for.

    Accounts are found by their number, products by theirs; the employee who took an order owns it, if the
    folder names employees who are users. Raises CompanyDataRefused for the first row that cannot be loaded.
    """
    orders = plan_orders(*(read_rows(folder / file, COLUMNS[file]) for file in (ORDERS, DETAILS)))
    with transaction.atomic(using=router.db_for_write(SalesOrder)):
        loader = _Loader(orders, _employees(folder), price_list, system_caller())
        new = loader.new_orders()
        for start in range(0, len(new), _AT_ONCE):
            loader.create(new[start : start + _AT_ONCE])
            progress(len(new[start : start + _AT_ONCE]))
        if submit:
            loader.submit()
    return len(new)


def count_orders(folder: Path) -> int:
    return len(read_rows(folder / ORDERS, COLUMNS[ORDERS]))


class _Loader:
    """What the orders point to, found before anything is written."""

    def __init__(
        self,
        orders: Sequence[PlannedOrder],
        employees: dict[str, EntityReference],
        price_list: UUID | None,
        caller: Caller,
    ) -> None:
        self._orders, self._employees, self._caller = orders, employees, caller
        self._accounts = _accounts(orders)
        self._products = _products(orders)
        self._price_list = _price_list(price_list, self._products.values(), orders)

    def new_orders(self) -> list[PlannedOrder]:
        known = set(SalesOrder.objects.filter(pk__in=self._ids()).values_list("pk", flat=True))
        return [order for order in self._orders if order_id(order.number) not in known]

    def create(self, orders: Sequence[PlannedOrder]) -> None:
        headers = [NewRecord(self._header(order), order_id(order.number)) for order in orders]
        create_records(table=metadata.table("salesorder"), records=headers, caller=self._caller)
        lines = [NewRecord(self._line(order, line)) for order in orders for line in order.lines]
        create_records(table=metadata.table("salesorderdetail"), records=lines, caller=self._caller)

    def submit(self) -> None:
        """Orders that are active; what was submitted before went its way."""
        waiting = SalesOrder.objects.filter(pk__in=self._ids(), statecode=_ACTIVE, lastbackofficesubmit=None)
        changes = [Change(pk, _SUBMITTED) for pk in waiting.order_by("pk").values_list("pk", flat=True)]
        for start in range(0, len(changes), _AT_ONCE):
            part = changes[start : start + _AT_ONCE]
            update_records(table=metadata.table("salesorder"), changes=part, caller=self._caller)

    def _ids(self) -> list[UUID]:
        return [order_id(order.number) for order in self._orders]

    def _header(self, order: PlannedOrder) -> dict[str, Any]:
        account = self._accounts[order.account]
        owner = self._employees.get(order.employee) or EntityReference(account.owneridtype, account.ownerid)
        return {
            **order.values,
            "customerid": EntityReference("account", account.pk),
            "pricelevelid": EntityReference("pricelevel", self._price_list.pk),
            "transactioncurrencyid": EntityReference(
                "transactioncurrency", self._price_list.transactioncurrencyid_id
            ),
            "ownerid": owner,
        }

    def _line(self, order: PlannedOrder, line: PlannedLine) -> dict[str, Any]:
        product = self._products[line.product]
        return {
            **line.values,
            "salesorderid": EntityReference("salesorder", order_id(order.number)),
            "productid": EntityReference("product", product.pk),
            "uomid": EntityReference("uom", product.defaultuomid_id),
        }


def order_id(number: str) -> UUID:
    """The id of an order follows from its number, so that it is loaded once."""
    return demo_id("salesorder", f"company/{number}")


def _employees(folder: Path) -> dict[str, EntityReference]:
    """The users by EmployeeID; nobody where the folder has no employees."""
    if not (folder / EMPLOYEES).exists():
        return {}
    planned = plan_users(read_rows(folder / EMPLOYEES, PEOPLE_COLUMNS[EMPLOYEES]))
    known = dict(SystemUser.objects.values_list("internalemailaddress_folded", "pk"))
    return {
        employee: EntityReference("systemuser", known[values["internalemailaddress"]])
        for employee, values in planned.items()
        if values["internalemailaddress"] in known
    }


def _accounts(orders: Iterable[PlannedOrder]) -> dict[str, Any]:
    numbers = {fold(order.account) for order in orders}
    found = {
        account.accountnumber_folded.rstrip(): account
        for account in Account.objects.exclude(accountnumber=None)
        if account.accountnumber_folded.rstrip() in numbers
    }
    for order in orders:
        if fold(order.account) not in found:
            raise order.row.refused("CustomerID", _("No account has this number. Load the customers first."))
    return {order.account: found[fold(order.account)] for order in orders}


def _products(orders: Iterable[PlannedOrder]) -> dict[str, Any]:
    lines = [line for order in orders for line in order.lines]
    numbers = {fold(line.product) for line in lines}
    found = {
        item.productnumber_folded: item for item in Product.objects.filter(productnumber_folded__in=numbers)
    }
    for line in lines:
        product = found.get(fold(line.product))
        if product is None:
            reason = _("No product has this number. Synchronize the items first.")
            raise line.row.refused("ProductID", reason)
        if product.statecode != _ACTIVE:
            raise line.row.refused("ProductID", _("The product is not active."))
    return {line.product: found[fold(line.product)] for line in lines}


def _price_list(given: UUID | None, products: Iterable[Product], orders: Sequence[PlannedOrder]) -> Any:
    """The one that was named, or the active one that has most of the products."""
    lists = PriceLevel.objects.filter(statecode=_ACTIVE)
    if given is not None:
        return lists.get(pk=given)
    ids = [product.pk for product in products]
    listed = list(
        ProductPriceLevel.objects.filter(productid__in=ids, pricelevelid__in=lists.values("pk")).values_list(
            "pricelevelid", flat=True
        )
    )
    if not listed:
        raise orders[0].row.refused("", _("No price list has these products. Synchronize the items first."))
    best = max(sorted(set(listed)), key=listed.count)
    return lists.get(pk=best)
