"""Options that were added to a choice at run time, on the salespeople's pages."""

import pytest
from django.test import Client

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.customization.options import insert_option
from crm.demo.factories import AccountFactory
from crm.models import Account, SystemUser
from tests.crm.admin.test_sales_pages import browser, card_values, page, seller

__all__ = ["browser", "seller"]

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def account(seller: SystemUser) -> Account:
    """An account whose payment terms came from the back office."""
    table = metadata.table("account")
    column = table.columns["paymenttermscode"]
    value = insert_option(table, column, None, "30 DAYS", caller=system_caller())
    account: Account = AccountFactory.create(name="Workshop", ownerid=seller, paymenttermscode=value)
    return account


def test_an_option_is_offered_and_survives_what_is_saved(browser: Client, account: Account) -> None:
    card = f"/sales/crm/account/{account.pk}/change/"
    terms = account.paymenttermscode
    assert f'<option value="{terms}" selected>30 DAYS</option>' in page(browser, card)
    assert browser.post(card, card_values(account, telephone1="12 34")).status_code == 302
    saved = Account.objects.get(pk=account.pk)
    assert (saved.telephone1, saved.paymenttermscode) == ("12 34", terms)


def test_an_option_is_chosen(browser: Client, account: Account, seller: SystemUser) -> None:
    other = AccountFactory.create(name="Harbour", ownerid=seller)
    values = card_values(other, paymenttermscode=str(account.paymenttermscode))
    assert browser.post(f"/sales/crm/account/{other.pk}/change/", values).status_code == 302
    assert Account.objects.get(pk=other.pk).paymenttermscode == account.paymenttermscode


def test_what_is_no_option_is_refused(browser: Client, account: Account) -> None:
    values = card_values(account, paymenttermscode="4711")
    assert browser.post(f"/sales/crm/account/{account.pk}/change/", values).status_code == 200
    assert Account.objects.get(pk=account.pk).paymenttermscode == account.paymenttermscode


def test_a_card_that_is_only_looked_at_shows_the_label(browser: Client, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(statecode=1, statuscode=2)
    assert "30 DAYS" in page(browser, f"/sales/crm/account/{account.pk}/change/")
