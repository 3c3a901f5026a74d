"""What an order or a quote names is deleted after the document was read: a sentence says so, nothing changes.

The CRM deletes no product and no currency that a document names. So somebody gives the document another one
first, and whoever read it before holds what is no longer there.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from crm.demo.factories import TransactionCurrencyFactory
from crm.models import QuoteDetail, SalesOrderDetail
from crm_integration.models import Coupling, CrmDocument
from crm_integration.sentences.document_cures import document_sentence
from erp.models import RecordNote, SalesHeader, SalesHeaderArchive, SalesLine
from tests.crm_integration.document_flow.sales import CHAIR, LINA, Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Delete = Callable[[], None]
LINES: dict[str, Any] = {"order": SalesOrderDetail, "quote": QuoteDetail}


@pytest.fixture(params=["order", "quote"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def of_a_product(sales: Sales, kind: str) -> tuple[Any, Delete]:
    document, chair, other = getattr(sales, kind)(), sales.product(), sales.product(LINA)

    def delete() -> None:
        sales.systems.change(LINES[kind].objects.get(), productid=other, uomid=other.defaultuomid)
        sales.systems.remove(chair)

    return document, delete


def of_a_currency(sales: Sales, kind: str) -> tuple[Any, Delete]:
    document = getattr(sales, kind)()
    prices: Any = document.pricelevelid
    kroner: Any = TransactionCurrencyFactory.create(isocurrencycode="NOK")
    sales.systems.change(document, pricelevelid=None, transactioncurrencyid=kroner)

    def delete() -> None:
        dollars = prices.transactioncurrencyid
        sales.systems.change(document, pricelevelid=prices, transactioncurrencyid=dollars)
        sales.systems.remove(kroner)

    return document, delete


def once_its_lines_are_read(sales: Sales, kind: str, delete: Delete) -> None:
    """Has it deleted before the next read of the CRM."""
    sent = sales.systems.sent
    sent.requests.clear()

    def delete_now() -> None:
        if ("GET", f"{kind if kind == 'quote' else 'salesorder'}details") in sent.requests:
            sent.on_every_read = None
            delete()

    sent.on_every_read = delete_now


def written() -> list[Any]:
    """What taking a document over may write in the back office, and couplings."""
    models: Any = (SalesHeader, SalesLine, SalesHeaderArchive, RecordNote, Coupling)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    ("offer", "sentence"),
    [
        (
            of_a_product,
            "The product on line 1 does not exist any more in Dynamics 365 Sales. Choose another one.",
        ),
        (of_a_currency, "Its currency does not exist any more in Dynamics 365 Sales."),
    ],
)
def test_the_deletion_is_said_and_nothing_changes_in_either_system(
    sales: Sales,
    processor: Client,
    kind: str,
    offer: Callable[[Sales, str], tuple[Any, Delete]],
    sentence: str,
) -> None:
    document, delete = offer(sales, kind)
    before = written()
    once_its_lines_are_read(sales, kind, delete)
    page = processor.post(f"/admin/sales-{kind}s-crm/", {"id": [str(document.pk)]}, follow=True)
    assert sentence in page.content.decode()
    kept = CrmDocument.objects.get()
    assert (kept.status, document_sentence(kept)) == ("failed", sentence)
    assert (written(), sales.systems.sent.writes) == (before, [])


@pytest.mark.parametrize("offer", [of_a_product, of_a_currency])
def test_trying_again_takes_over_what_the_document_names_now(
    sales: Sales, kind: str, offer: Callable[[Sales, str], tuple[Any, Delete]]
) -> None:
    document, delete = offer(sales, kind)
    take_over = sales.create if kind == "order" else sales.process
    once_its_lines_are_read(sales, kind, delete)
    assert take_over(document)[0].problem
    assert take_over(document)[0].problem is None
    made = SalesHeader.objects.get()
    assert (made.currency_id, made.lines.get().no) == (None, LINA if offer is of_a_product else CHAIR)
