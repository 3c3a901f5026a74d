"""Whatever keeps a quote from becoming a sales quote is said in a sentence; nothing else is written."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from crm.demo.factories import ContactFactory
from crm.metadata import EntityReference
from crm.models import Account, Quote
from crm_integration.models import Coupling, CrmDocument
from crm_integration.sentences.document_cures import document_sentence
from erp.models import GeneralLedgerSetup, Item, SalesHeader, SalesHeaderArchive, SalesReceivablesSetup
from tests.crm_integration.document_flow.sales import CHAIR, Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def of_a_competitor(sales: Sales) -> Quote:
    sales.systems.change(Account.objects.get(pk=sales.account_id), customertypecode=1)
    return sales.quote()


def of_an_account_that_is_not_coupled(sales: Sales) -> Quote:
    account = sales.systems.account("Other", customertypecode=3)
    return sales.quote(customerid=EntityReference("account", account.pk))


def of_a_contact_without_an_account(sales: Sales) -> Quote:
    contact: Any = ContactFactory.create(parentcustomerid=None, ownerid=sales.systems.team)
    return sales.quote(customerid=EntityReference("contact", contact.pk))


def in_a_currency_that_is_not_here(sales: Sales) -> Quote:
    GeneralLedgerSetup.objects.update(lcy_code="NOK")
    return sales.quote()


def to_a_country_that_nobody_knows(sales: Sales) -> Quote:
    return sales.quote(shipto_country="Middle-earth")


def with_a_retired_product(sales: Sales) -> Quote:
    quote = sales.quote()
    sales.systems.change(sales.product(), statecode=1, statuscode=2)
    return quote


def with_a_flat_fee(sales: Sales) -> Quote:
    quote = sales.quote()
    sales.systems.change(sales.product(), producttypecode=4)
    return quote


def with_a_product_that_is_not_coupled(sales: Sales) -> Quote:
    Coupling.objects.filter(crm_id=sales.product().pk).delete()
    return sales.quote()


def with_a_product_whose_item_is_gone(sales: Sales) -> Quote:
    Coupling.objects.filter(crm_id=sales.product().pk).update(erp_id=uuid4())
    return sales.quote()


def with_a_coupled_write_in_product(sales: Sales) -> Quote:
    SalesReceivablesSetup.objects.update(write_in_product_type="item", write_in_product_no=CHAIR)
    return sales.quote(sales.written_in("Something special"))


def with_freight_that_has_no_account(sales: Sales) -> Quote:
    SalesReceivablesSetup.objects.update(freight_gl_account=None)
    return sales.quote(freightamount=Decimal(25))


def with_a_blocked_item(sales: Sales) -> Quote:
    Item.objects.filter(no=CHAIR).update(blocked=True)
    return sales.quote()


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        (of_a_competitor, "account_is_no_customer"),
        (of_an_account_that_is_not_coupled, "account_not_coupled"),
        (of_a_contact_without_an_account, "contact_without_account"),
        (in_a_currency_that_is_not_here, "document_currency_unknown"),
        (to_a_country_that_nobody_knows, "unknown_country"),
        (with_a_retired_product, "line_product_not_active"),
        (with_a_flat_fee, "line_product_of_other_type"),
        (with_a_product_that_is_not_coupled, "line_product_not_coupled"),
        (with_a_product_whose_item_is_gone, "line_product_deleted"),
        (with_a_coupled_write_in_product, "write_in_product_coupled"),
        (with_freight_that_has_no_account, "freight_account_missing"),
        (with_a_blocked_item, "erp_rejected"),
    ],
)
def test_a_quote_is_refused(sales: Sales, offer: Callable[[Sales], Quote], code: str) -> None:
    quote = offer(sales)
    sales.systems.sent.requests.clear()
    (result,) = sales.process(quote)
    document = CrmDocument.objects.get()
    assert result.problem
    assert (result.problem.code, document.code, document.status) == (code, code, "failed")
    sentence = document_sentence(document)
    assert sentence.endswith(".")
    assert code not in sentence
    assert "%(" not in sentence
    assert not SalesHeader.objects.exists()
    assert not SalesHeaderArchive.objects.exists()
    assert sales.systems.sent.writes == []


def test_a_quote_that_is_gone_in_the_crm_is_said_to_be(sales: Sales) -> None:
    quote = sales.quote()
    sales.systems.remove(quote)
    (result,) = sales.process(quote)
    assert result.problem
    assert result.problem.code == "quote_missing"
    assert not CrmDocument.objects.exists()
