"""What salespeople of the invented company sell: a catalogue with prices, opportunities, quotes and orders.

What is there already stays as it is, so that it may be loaded as often as one likes.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.update import Change, update_records
from crm.demo.companies import DEMO_BASE_CURRENCY
from crm.demo.identifiers import demo_id
from crm.metadata import EntityReference
from crm.models import Account, SalesOrder, TransactionCurrency, UoM


class DemoProduct(NamedTuple):
    number: str
    name: str
    price: str


class DemoLine(NamedTuple):
    """``product``: a number of the catalogue, or what is written in, at its price."""

    product: str
    quantity: int
    price: str = ""


class DemoSale(NamedTuple):
    """A sale to the account of that number, by the account's owner."""

    key: str
    name: str
    account: int
    lines: tuple[DemoLine, ...]
    values: Mapping[str, Any] = MappingProxyType({})
    is_submitted: bool = False


PRODUCTS: Final = (
    DemoProduct("D-1000", "Oak desk", "649.00"),
    DemoProduct("D-1010", "Standing desk", "899.00"),
    DemoProduct("C-2000", "Office chair", "329.00"),
    DemoProduct("C-2010", "Visitor's chair", "119.00"),
    DemoProduct("L-3000", "Desk lamp", "79.50"),
)
OPPORTUNITIES: Final = (
    DemoSale("offices", "Furniture for two offices", 19, (DemoLine("D-1010", 12), DemoLine("C-2000", 12))),
    DemoSale("reception", "New reception", 21, (DemoLine("C-2010", 8), DemoLine("L-3000", 4))),
)
QUOTES: Final = (
    DemoSale("meeting-room", "Meeting room", 21, (DemoLine("D-1000", 1), DemoLine("C-2010", 10))),
    DemoSale("lamps", "Lamps for the workshop", 22, (DemoLine("L-3000", 25),)),
)
ORDERS: Final = (
    DemoSale("chairs", "Chairs for the canteen", 30, (DemoLine("C-2010", 40),)),
    DemoSale(
        "desks",
        "Desks for the new wing",
        19,
        (DemoLine("D-1010", 6), DemoLine("C-2000", 6)),
        {"discountpercentage": Decimal(5), "freightamount": Decimal(180)},
        is_submitted=True,
    ),
    DemoSale("evening", "Lamps for the evening shift", 22, (DemoLine("L-3000", 12),), is_submitted=True),
    DemoSale(
        "special",
        "Desk with a motif of the founder",
        21,
        (DemoLine("D-1000", 1), DemoLine("Engraving of the table top", 1, "250.00")),
        is_submitted=True,
    ),
)
_SUBMITTED: Final = {"statecode": 1}
_ACTIVE_QUOTE: Final = {"statecode": 1}

_UNIT_GROUP: Final = demo_id("uomschedule", "PCS")
_PRICE_LIST: Final = demo_id("pricelevel", "EUR")
_PUBLISHED: Final = {"statecode": 0, "statuscode": 1}


class _Documents(NamedTuple):
    """A table of documents, that of its lines, and the lookup from these to the document."""

    table: str
    lines: str
    lookup: str


def load_sales(caller: Caller) -> None:
    """The catalogue first, then what is sold from it. The accounts and the currency are there."""
    currency = TransactionCurrency.objects.get(isocurrencycode=DEMO_BASE_CURRENCY)
    euro = EntityReference("transactioncurrency", currency.pk)
    _load_catalogue(euro, caller)
    _load_documents(
        _Documents("opportunity", "opportunityproduct", "opportunityid"), OPPORTUNITIES, euro, caller
    )
    quotes = _load_documents(_Documents("quote", "quotedetail", "quoteid"), QUOTES, euro, caller)
    activated = [Change(quote, _ACTIVE_QUOTE) for quote in sorted(quotes)]
    update_records(table=metadata.table("quote"), changes=activated, caller=caller)
    _load_documents(_Documents("salesorder", "salesorderdetail", "salesorderid"), ORDERS, euro, caller)
    _submit(caller)


def _load_catalogue(euro: EntityReference, caller: Caller) -> None:
    _load(caller, "uomschedule", {_UNIT_GROUP: {"name": "NAV PCS", "baseuomname": "PCS"}})
    piece = _piece(caller)
    price_list = {"name": "Prices in EUR", "transactioncurrencyid": euro}
    _load(caller, "pricelevel", {_PRICE_LIST: price_list})
    products = {demo_id("product", product.number): _product(product, piece, euro) for product in PRODUCTS}
    new = _load(caller, "product", products)
    prices = {
        demo_id("productpricelevel", product.number): {
            "pricelevelid": EntityReference("pricelevel", _PRICE_LIST),
            "productid": EntityReference("product", demo_id("product", product.number)),
            "uomid": piece,
            "amount": Decimal(product.price),
            "transactioncurrencyid": euro,
        }
        for product in PRODUCTS
    }
    _load(caller, "productpricelevel", prices)
    published = [Change(product, _PUBLISHED) for product in new]
    update_records(table=metadata.table("product"), changes=published, caller=caller)


def _piece(caller: Caller) -> EntityReference:
    """The base unit of the unit group, which the CRM may have made by itself."""
    known = UoM.objects.filter(uomscheduleid=_UNIT_GROUP, isschedulebaseuom=True).values_list("pk", flat=True)
    identifier = known.first() or demo_id("uom", "PCS")
    values = {
        "name": "PCS",
        "quantity": 1,
        "isschedulebaseuom": True,
        "uomscheduleid": EntityReference("uomschedule", _UNIT_GROUP),
    }
    _load(caller, "uom", {identifier: values})
    return EntityReference("uom", identifier)


def _product(product: DemoProduct, piece: EntityReference, euro: EntityReference) -> dict[str, Any]:
    return {
        "name": product.name,
        "productnumber": product.number,
        "quantitydecimal": 0,
        "defaultuomscheduleid": EntityReference("uomschedule", _UNIT_GROUP),
        "defaultuomid": piece,
        "price": Decimal(product.price),
        "transactioncurrencyid": euro,
    }


def _load_documents(
    kind: _Documents, sales: Sequence[DemoSale], euro: EntityReference, caller: Caller
) -> set[UUID]:
    """Returns the documents that came, with their lines."""
    documents = {demo_id(kind.table, sale.key): _document(sale, euro) for sale in sales}
    new = _load(caller, kind.table, documents)
    lines = {
        demo_id(kind.lines, f"{sale.key}/{line.product}"): {
            kind.lookup: EntityReference(kind.table, demo_id(kind.table, sale.key)),
            **_sold(line, caller),
            "quantity": line.quantity,
            "transactioncurrencyid": euro,
        }
        for sale in sales
        for line in sale.lines
        if demo_id(kind.table, sale.key) in new
    }
    _load(caller, kind.lines, lines)
    return new


def _sold(line: DemoLine, caller: Caller) -> dict[str, Any]:
    if line.price:
        return {
            "isproductoverridden": True,
            "productdescription": line.product,
            "priceperunit": Decimal(line.price),
        }
    return {
        "productid": EntityReference("product", demo_id("product", line.product)),
        "uomid": _piece(caller),
    }


def _submit(caller: Caller) -> None:
    """Those that are still active: what was submitted before went its way."""
    keys = [demo_id("salesorder", sale.key) for sale in ORDERS if sale.is_submitted]
    active = SalesOrder.objects.filter(pk__in=keys, statecode=0, lastbackofficesubmit=None)
    changes = [Change(pk, _SUBMITTED) for pk in active.order_by("pk").values_list("pk", flat=True)]
    update_records(table=metadata.table("salesorder"), changes=changes, caller=caller)


def _document(sale: DemoSale, euro: EntityReference) -> dict[str, Any]:
    account = Account.objects.get(pk=demo_id("account", sale.account))
    return {
        "name": sale.name,
        "customerid": EntityReference("account", account.pk),
        "pricelevelid": EntityReference("pricelevel", _PRICE_LIST),
        "transactioncurrencyid": euro,
        "ownerid": EntityReference(account.owneridtype, account.ownerid),
        **sale.values,
    }


def _load(caller: Caller, table: str, rows: Mapping[UUID, Mapping[str, Any]]) -> set[UUID]:
    """Creates what is not there yet; returns what came."""
    known = set(metadata.table(table).model.objects.filter(pk__in=rows).values_list("pk", flat=True))
    records = [
        NewRecord(values, identifier) for identifier, values in rows.items() if identifier not in known
    ]
    create_records(table=metadata.table(table), records=records, caller=caller)
    return {record.id for record in records if record.id}
