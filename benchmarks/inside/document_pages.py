"""Lists and cards of sales documents for a signed-in administrator: each link of a list is followed."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.inside.document_rows import WORDS, make_documents
from benchmarks.inside.pages import page
from crm_integration.models import Coupling, CrmDocument, IntegrationTableMapping
from erp.models import (
    CustomerLedgerEntry,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesOrder,
    SalesShipmentHeader,
)

LISTS: Mapping[str, Any] = {
    "sales orders": SalesOrder,
    "shipments": SalesShipmentHeader,
    "invoices": SalesInvoiceHeader,
    "ledger entries": CustomerLedgerEntry,
    "archive": SalesHeaderArchive,
}
PER_PAGE = 50
# What a list offers beside orders and filters; counts are shown to those who ask for them.
OTHER_LINKS = re.compile(r"\?(p=|_facets|$)")


def prepare(documents: int) -> dict[str, Any]:
    """Adds the documents to a back office that is connected; every other one is coupled."""
    with transaction.atomic():
        make_documents(documents)
        orders = _couple("SALESORDER-ORDER", SalesOrder)
        _couple("POSTEDSALESINV-INV", SalesInvoiceHeader)
        CrmDocument.objects.bulk_create(
            CrmDocument(
                crm_table="salesorder",
                crm_id=crm_id,
                erp_table="sales_header",
                erp_id=erp_id,
                status="created",
                number=f"ORD-{place}",
            )
            for place, (erp_id, crm_id) in enumerate(orders)
        )
    return {}


def _couple(mapping_name: str, model: Any) -> list[tuple[Any, Any]]:
    stored = IntegrationTableMapping.objects.get(name=mapping_name)
    pairs = [(id, uuid4()) for id in list(model.objects.order_by("no").values_list("id", flat=True))[::2]]
    Coupling.objects.bulk_create(
        Coupling(
            mapping=stored,
            erp_table=stored.erp_table,
            erp_id=erp_id,
            crm_table=stored.crm_table,
            crm_id=crm_id,
            last_synch_at=timezone.now(),
        )
        for erp_id, crm_id in pairs
    )
    return pairs


def measure(repeat: int) -> list[dict[str, Any]]:
    """Returns, for each page, queries, requests to the CRM and the median of the milliseconds."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("benchmark"))
    return [one for name, model in LISTS.items() for one in _list(client, name, model, repeat)]


def _list(client: Client, name: str, model: Any, repeat: int) -> Iterable[dict[str, Any]]:
    def measured(url: str) -> dict[str, Any]:
        return {**page(client, url, repeat), "url": url}

    table = f"admin:erp_{model._meta.model_name}"
    base, records = reverse(f"{table}_changelist"), model.objects.count()
    last = -(-records // PER_PAGE)
    middle = model.objects.order_by("id")[records // 2]
    number = getattr(middle, "no", "") or middle.document_no
    orders, filters = _links(client.get(base).content.decode())
    places = {
        "": [""],
        ", second page": ["?p=2"],
        ", last page": [f"?p={last}"],
        ", search for a number": [f"?q={number}"],
        ", search for a word in many": [f"?q={WORDS[0].lower()}"],
        ", search in vain": ["?q=nobody"],
        ", in each order": orders,
        ", in each order, last page": [f"{link}&p={last}" for link in orders],
        ", by each filter": filters,
        ", by each filter, in another order": [f"{link}&o=4" for link in filters],
    }
    for place, links in places.items():
        yield {"page": f"{name}{place}", **_slowest([base + link for link in links], measured)}
    yield {"page": f"{name}, card", **measured(reverse(f"{table}_change", args=[middle.pk]))}


def _slowest(urls: list[str], measured: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The most queries and the longest time of several pages."""
    found = [measured(url) for url in urls]
    slowest = max(found, key=lambda one: one["milliseconds"])
    return {**slowest, "queries": max(one["queries"] for one in found)}


def _links(text: str) -> tuple[list[str], list[str]]:
    """The orders that the columns of a list offer, and the choices of its filters."""
    links = sorted({unescape(link) for link in re.findall(r'href="(\?[^"]*)"', text)})
    wanted = [link for link in links if not OTHER_LINKS.match(link)]
    return [link for link in wanted if link.startswith("?o=")], [
        link for link in wanted if not link.startswith("?o=")
    ]
