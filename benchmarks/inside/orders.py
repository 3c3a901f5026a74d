"""A company that sells five items to twenty customers, in both systems, and orders of five lines."""

from decimal import Decimal
from time import monotonic
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from benchmarks.inside.synchronization import synchronize
from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.update import Change, update_records
from crm.metadata import EntityReference
from crm.models import Account, InjectedFault, PriceLevel, Product, SalesOrder
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.in_background import OF_PEOPLE
from crm_integration.document_flow.sales_orders.auto_create import waiting_ids
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.models import ConnectionSetup, Coupling, CrmDocument, Job, JobQueueEntry
from erp.demo.demo_setup import load_demo_setup
from erp.models import SalesHeader
from erp.operations.create_customers import create_customers
from erp.operations.create_items import create_items
from erp.operations.create_units_of_measure import create_units_of_measure

ITEMS, CUSTOMERS, AT_ONCE = 5, 20, 50
MAPPINGS = ("CURRENCY", "CUSTOMER", "UNIT OF MEASURE", "ITEM-PRODUCT")


def prepare() -> dict[str, Any]:
    """Items and customers in both systems, coupled; nothing runs by itself."""
    call_command("migrate_all", verbosity=0)
    load_demo_setup()
    call_command("crm_initialize", verbosity=0)
    connect_embedded(now=timezone.now())
    create_units_of_measure(rows=[{"code": "BPC", "description": "Piece"}])
    unit = {"base_unit_of_measure": "BPC", "unit_price": Decimal(10)}
    create_items(
        rows=[{"no": f"B{number}", "description": f"Item {number}", **unit} for number in range(ITEMS)]
    )
    create_customers(rows=[{"name": f"Customer {number}"} for number in range(CUSTOMERS)])
    for mapping in MAPPINGS:
        synchronize("full", mapping)
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=True)
    JobQueueEntry.objects.all().delete()
    Job.objects.all().delete()
    return {}


def submit(orders: int) -> dict[str, Any]:
    """Makes and submits so many orders of five lines."""
    products = list(Product.objects.order_by("productnumber"))
    accounts = list(Account.objects.order_by("accountnumber"))
    prices: Any = PriceLevel.objects.first()
    caller = system_caller()
    currency = EntityReference("transactioncurrency", prices.transactioncurrencyid_id)
    for start in range(0, orders, AT_ONCE):
        ids = [uuid4() for _ in range(min(AT_ONCE, orders - start))]
        headers = [
            NewRecord(
                {
                    "name": f"Order {start + place}",
                    "customerid": EntityReference("account", accounts[(start + place) % len(accounts)].pk),
                    "pricelevelid": EntityReference("pricelevel", prices.pk),
                    "transactioncurrencyid": currency,
                },
                id,
            )
            for place, id in enumerate(ids)
        ]
        create_records(table=metadata.table("salesorder"), records=headers, caller=caller)
        lines = [
            NewRecord(
                {
                    "salesorderid": EntityReference("salesorder", id),
                    "productid": EntityReference("product", product.pk),
                    "uomid": EntityReference("uom", product.defaultuomid_id),
                    "quantity": place + 1,
                }
            )
            for id in ids
            for place, product in enumerate(products)
        ]
        create_records(table=metadata.table("salesorderdetail"), records=lines, caller=caller)
        changes = [Change(id, {"statecode": 1}) for id in ids]
        update_records(table=metadata.table("salesorder"), changes=changes, caller=caller)
    return {"orders": SalesOrder.objects.count()}


def delay(milliseconds: int) -> dict[str, Any]:
    """Every request to the CRM takes so much longer; 0 ends that."""
    InjectedFault.objects.all().delete()
    if milliseconds:
        InjectedFault.objects.create(kind="delay", rate=1, delay_ms=milliseconds)
    return {}


def ask() -> dict[str, Any]:
    """Asks for all orders that wait."""
    ids = waiting_ids(client_for(ConnectionSetup.get()))
    SALES_ORDERS_LATER.ask_in_parts(ids, priority=OF_PEOPLE)
    return {"asked": len(ids), "at": monotonic()}


def progress() -> dict[str, Any]:
    """How many orders are done, and whether each is there once."""
    done = CrmDocument.objects.filter(stamped_at__isnull=False)
    return {
        "done": done.count(),
        "headers": SalesHeader.objects.count(),
        "couplings": Coupling.objects.filter(mapping="SALESORDER-ORDER").count(),
        "unfinished": Job.objects.filter(finished_at=None).count(),
    }
