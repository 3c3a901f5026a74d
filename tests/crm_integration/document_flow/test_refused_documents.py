"""Whatever keeps an order or a quote from coming over is said in a sentence; nothing else is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from crm_integration.document_flow.result import Result
from crm_integration.models import Coupling, CrmDocument
from crm_integration.sentences.document_cures import document_sentence
from erp.models import SalesHeader, SalesHeaderArchive
from tests.crm_integration.document_flow.offers import OFFERS, Make, with_everything_wrong
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Offer = Callable[[Sales, Make], Any]


@pytest.fixture(params=["order", "quote"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def take_over(sales: Sales, kind: str, document: Any) -> Result:
    (result,) = sales.create(document) if kind == "order" else sales.process(document)
    return result


@pytest.mark.parametrize(("offer", "sentence"), OFFERS, ids=[offer.__name__ for offer, _ in OFFERS])
def test_a_document_is_refused_in_a_sentence_and_nothing_changes(
    sales: Sales, kind: str, offer: Offer, sentence: str
) -> None:
    document = offer(sales, getattr(sales, kind))
    couplings = Coupling.objects.count()
    sales.systems.sent.requests.clear()
    assert take_over(sales, kind, document).problem
    kept = CrmDocument.objects.get()
    assert (kept.status, document_sentence(kept)) == ("failed", sentence)
    made = [SalesHeader.objects.count(), SalesHeaderArchive.objects.count()]
    assert (made, Coupling.objects.count(), sales.systems.sent.writes) == ([0, 0], couplings, [])


def test_a_document_that_is_gone_in_the_crm_is_said_to_be(sales: Sales, kind: str) -> None:
    document = getattr(sales, kind)()
    sales.systems.remove(document)
    problem = take_over(sales, kind, document).problem
    assert problem
    assert problem.code == f"{kind}_missing"
    assert not CrmDocument.objects.exists()


def test_an_order_that_is_not_submitted_stays_with_the_salesperson(sales: Sales) -> None:
    order = sales.order(submit=False)
    sales.systems.sent.requests.clear()
    assert take_over(sales, "order", order).problem
    kept = CrmDocument.objects.get()
    assert document_sentence(kept) == "It is not submitted. Only submitted orders become sales orders."
    assert (SalesHeader.objects.count(), sales.systems.sent.writes) == (0, [])


def test_the_list_says_everything_with_its_cure(sales: Sales, kind: str, processor: Client) -> None:
    take_over(sales, kind, with_everything_wrong(sales, getattr(sales, kind)))
    page = processor.get(f"/admin/sales-{kind}s-crm/?show=failed").content.decode()
    cures = (
        "Couple the account",
        "Couple the product",
        "Sales &amp; Receivables Setup",
        "Open in Dynamics 365 Sales",
    )
    assert [page.count(f">{cure}</a></div>") for cure in cures] == [1, 1, 1, 1]
