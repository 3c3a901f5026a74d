"""The invented company of the CRM."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from crm.demo.companies import CRM_DEMO_RANGE, CRM_SPELLINGS, DEMO_COMPANIES, DEMO_SALESPEOPLE, ERP_DEMO_RANGE
from crm.models import (
    Account,
    Contact,
    Opportunity,
    Organization,
    Product,
    ProductPriceLevel,
    Quote,
    SalesOrder,
    SalesOrderDetail,
    SystemUser,
    TransactionCurrency,
)

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def load(*arguments: str) -> str:
    printed = StringIO()
    call_command("crm_load_demo", *arguments, stdout=printed, stderr=StringIO())
    return printed.getvalue()


def test_twelve_of_the_invented_companies_are_in_both_systems() -> None:
    assert len(DEMO_COMPANIES) == len({company.name for company in DEMO_COMPANIES}) == 40
    shared = set(ERP_DEMO_RANGE) & set(CRM_DEMO_RANGE)
    assert len(shared) == 12
    assert set(CRM_SPELLINGS) <= shared
    assert not any("name" in spelling for spelling in CRM_SPELLINGS.values())


def test_the_demo_brings_accounts_with_contacts_owners_and_currencies() -> None:
    assert load() == "24 accounts loaded.\n"
    account = Account.objects.get(name="Nordlys Friluft")
    assert account.customertypecode == 3
    assert account.primarycontactid.fullname == "Henrik Nordli"
    assert account.primarycontactid.accountid == account
    assert account.transactioncurrencyid.isocurrencycode == "NOK"
    assert SystemUser.objects.get(pk=account.ownerid).internalemailaddress == "lena.hartvig@demo.example"
    licensed = SystemUser.objects.filter(islicensed=True, isdisabled=False, isintegrationuser=False)
    assert licensed.count() == len(DEMO_SALESPEOPLE) + 1
    assert Organization.objects.get().basecurrencyid.isocurrencycode == "EUR"


def test_the_demo_brings_a_catalogue_and_what_is_sold_from_it() -> None:
    load()
    chair = Product.objects.get(productnumber="C-2010")
    assert (chair.get_statecode_display(), chair.defaultuomid.name) == ("Active", "PCS")
    assert ProductPriceLevel.objects.get(productid=chair).amount == 119
    order = SalesOrder.objects.get(name="Chairs for the canteen")
    assert order.get_statecode_display() == "Active"
    line = SalesOrderDetail.objects.get(salesorderid=order)
    assert (line.productid, line.quantity, line.ownerid) == (chair, 40, order.ownerid)
    assert Quote.objects.count() == Opportunity.objects.count() == 2
    assert {quote.get_statecode_display() for quote in Quote.objects.all()} == {"Active"}


def test_loading_again_adds_nothing() -> None:
    load()
    version = Account.objects.order_by("-versionnumber").values_list("versionnumber", flat=True)[0]
    assert load() == "0 accounts loaded.\n"
    assert (Account.objects.count(), Contact.objects.count()) == (24, 24)
    assert Account.objects.filter(versionnumber__gt=version).count() == 0


def test_a_base_currency_that_is_in_use_stays() -> None:
    call_command("crm_initialize", base_currency="NOK", stdout=StringIO())
    load()
    assert Organization.objects.get().basecurrencyid.isocurrencycode == "EUR"
    assert TransactionCurrency.objects.filter(isocurrencycode="NOK").count() == 1


def test_edits_change_three_accounts() -> None:
    load()
    assert "Lantern Bay Hotels" in load("--edits")
    assert Account.objects.get(name="Desert Bloom Ceramics").address1_country == "Atlantis"


def test_further_accounts_come_in_any_number_and_only_once() -> None:
    load("--scale", "30")
    load("--scale", "40")
    scaled = Account.objects.filter(telephone1__startswith="+1 555 0")
    assert scaled.count() == scaled.values("name").distinct().count() == 40
    assert Contact.objects.filter(accountid__in=scaled).count() == 40
    with pytest.raises(CommandError):
        load("--scale", "-1")


def test_the_salespeople_can_be_let_in() -> None:
    load("--password", "Secret-Enough-1")
    user = get_user_model()._default_manager.get(username="karin.berge")
    assert user.check_password("Secret-Enough-1")
    assert not user.is_staff
