"""What salespeople do in the CRM and order processors in the back office, on the way from order to cash."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.sales_actions.orders import submit_order
from crm.business_rules.sales_actions.quotes import activate_quote, convert_quote_to_order, revise_quote
from crm.metadata import EntityReference
from crm.models import (
    Account,
    Annotation,
    Organization,
    PriceLevel,
    Product,
    Quote,
    QuoteDetail,
    SalesOrder,
    SystemUser,
)
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.result import Result
from crm_integration.document_flow.sales_orders.create import create_sales_orders
from crm_integration.document_flow.sales_quotes.process import process_sales_quotes
from crm_integration.models import ConnectionSetup, CrmDocument
from erp.models import Customer, Item, SalesHeader
from erp.operations.create_items import create_items
from erp.operations.create_resources import create_resources
from erp.operations.create_units_of_measure import create_units_of_measure
from tests.database_snapshot import built_once
from tests.two_systems import Sent, TwoSystems, connect

CHAIR, LINA = "1000", "LINA"


def open_shop() -> None:
    """Two systems, connected, with what ``Sales`` tells of."""
    built_once(connect)
    create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    unit = {"base_unit_of_measure": "PCS"}
    create_items(rows=[{"no": CHAIR, "description": "Chair", "unit_price": Decimal("79.5"), **unit}])
    create_resources(rows=[{"no": LINA, "name": "Lina", "unit_price": Decimal(90), **unit}])
    systems = TwoSystems(Sent())
    systems.customer("Acme")
    for name in ("UNIT OF MEASURE", "CUSTOMER", "ITEM-PRODUCT", "RESOURCE-PRODUCT"):
        systems.run(name, "full")


class Sales:
    """A customer with its account, an item and a resource with their products, all coupled and in step."""

    def __init__(self, systems: TwoSystems) -> None:
        self.systems = systems
        self.customer: Customer = Customer.objects.get()
        self.account_id: UUID = systems.couplings()[self.customer.id]

    @property
    def setup(self) -> ConnectionSetup:
        return ConnectionSetup.get()

    @property
    def item(self) -> Item:
        return Item.objects.get(no=CHAIR)

    def account(self) -> Account:
        return Account.objects.get(pk=self.account_id)

    def product(self, number: str = CHAIR) -> Product:
        return Product.objects.get(productnumber=number)

    # Salespeople

    def order(self, *lines: dict[str, Any], submit: bool = True, **values: Any) -> SalesOrder:
        """An order of a chair unless lines are given, submitted unless that is not wanted."""
        order_id = uuid4()
        self._create("salesorder", {**self._sold(), "name": "Canteen", **values}, order_id)
        for line in lines or (self.line(),):
            self._create(
                "salesorderdetail", {"salesorderid": EntityReference("salesorder", order_id), **line}
            )
        if submit:
            submit_order(order_id=order_id, caller=system_caller())
        return SalesOrder.objects.get(pk=order_id)

    def quote(self, *lines: dict[str, Any], **values: Any) -> Quote:
        """A quote of a chair unless lines are given, activated."""
        quote_id = uuid4()
        self._create("quote", {**self._sold(), "name": "Canteen", **values}, quote_id)
        for line in lines or (self.line(),):
            self._create("quotedetail", {"quoteid": EntityReference("quote", quote_id), **line})
        activate_quote(quote_id=quote_id, caller=system_caller())
        return Quote.objects.get(pk=quote_id)

    def revision(self, quote: Quote, *, quantity: int, **values: Any) -> Quote:
        """The next revision with another quantity on its one line, activated."""
        revised: Any = revise_quote(quote_id=quote.pk, caller=system_caller())
        self.systems.change(QuoteDetail.objects.get(quoteid=revised), quantity=quantity)
        self.systems.change(revised, **values)
        activate_quote(quote_id=revised.pk, caller=system_caller())
        return Quote.objects.get(pk=revised.pk)

    def order_of(self, quote: Quote, *, submit: bool = True) -> SalesOrder:
        """Wins the quote and makes its order."""
        made = convert_quote_to_order(quote_id=quote.pk, caller=system_caller(), closing={})
        if submit:
            submit_order(order_id=made.pk, caller=system_caller())
        return SalesOrder.objects.get(pk=made.pk)

    def annotate(self, document: SalesOrder | Quote, text: str, **values: Any) -> Annotation:
        """A note on an order or a quote."""
        id, table = uuid4(), str(document._meta.model_name)
        known = {"subject": "Call", "notetext": text, "objectid": EntityReference(table, document.pk)}
        self._create("annotation", {**known, **values}, id)
        return Annotation.objects.get(pk=id)

    def line(self, number: str = CHAIR, quantity: int = 2, **values: Any) -> dict[str, Any]:
        product: Any = self.product(number)
        known = {"productid": EntityReference("product", product.pk), "quantity": quantity}
        return {**known, "uomid": EntityReference("uom", product.defaultuomid_id), **values}

    def written_in(self, text: str, price: int = 10, **values: Any) -> dict[str, Any]:
        known = {"isproductoverridden": True, "productdescription": text, "priceperunit": Decimal(price)}
        return {**known, "quantity": 1, **values}

    def _sold(self) -> dict[str, Any]:
        prices: Any = PriceLevel.objects.get()
        return {
            "customerid": EntityReference("account", self.account_id),
            "pricelevelid": EntityReference("pricelevel", prices.pk),
            "transactioncurrencyid": EntityReference("transactioncurrency", prices.transactioncurrencyid_id),
        }

    def _create(self, table: str, values: dict[str, Any], id: UUID | None = None) -> None:
        record = NewRecord(values, id or uuid4())
        create_records(table=metadata.table(table), records=[record], caller=system_caller())

    # The integration

    def tell_crm(self) -> None:
        """The CRM knows that the back office calculates, as where order integration is switched on."""
        Organization.objects.update(issopintegrationenabled=True)
        SystemUser.objects.filter(pk=self.setup.integration_user_id).update(isintegrationuser=True)

    def create(self, *orders: SalesOrder) -> list[Result]:
        now = timezone.now()
        client = client_for(self.setup)
        return create_sales_orders(client, [order.pk for order in orders], setup=self.setup, now=now)

    def created(self, order: SalesOrder) -> SalesHeader:
        """Creates the order and returns what came of it."""
        (result,) = self.create(order)
        assert result.document and result.document.erp_id, result.problem
        return SalesHeader.objects.get(pk=result.document.erp_id)

    def problem(self, order: SalesOrder) -> CrmDocument:
        """Tries to create the order and returns what is kept of its failure."""
        (result,) = self.create(order)
        assert result.problem is not None
        return CrmDocument.objects.get(crm_id=order.pk)

    def process(self, *quotes: Quote) -> list[Result]:
        now = timezone.now()
        client = client_for(self.setup)
        return process_sales_quotes(client, [quote.pk for quote in quotes], setup=self.setup, now=now)

    def processed(self, quote: Quote) -> SalesHeader:
        """Processes the quote and returns its sales quote."""
        (result,) = self.process(quote)
        assert result.problem is None, result.problem
        assert result.document
        assert result.document.erp_id
        return SalesHeader.objects.get(pk=result.document.erp_id)
