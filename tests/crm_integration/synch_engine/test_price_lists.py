"""CUSTPRCGRP-PRICE: a customer price group is a price list in the CRM."""

import pytest

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.demo.factories import reference_to
from crm.models import CrmRecord, PriceLevel, TransactionCurrency
from crm_integration.models import ConnectionSetup
from erp.models import CustomerPriceGroup
from erp.operations.create_customer_price_groups import create_customer_price_groups
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
MAPPING = "CUSTPRCGRP-PRICE"


def group(code: str) -> CustomerPriceGroup:
    (created,) = create_customer_price_groups(rows=[{"code": code}])
    return created


def price_list(name: str, currency: TransactionCurrency) -> CrmRecord:
    record = NewRecord(id=None, values={"name": name, "transactioncurrencyid": reference_to(currency)})
    return create_records(table=metadata.table("pricelevel"), records=[record], caller=system_caller())[0]


def test_a_group_becomes_a_price_list_in_the_local_currency(systems: TwoSystems) -> None:
    group("RETAIL")
    assert systems.run(MAPPING, "full") == {"-> inserted": 1}
    (made,) = PriceLevel.objects.all()
    base = TransactionCurrency.objects.get(pk=ConnectionSetup.get().base_currency_id)
    assert (made.name, made.transactioncurrencyid) == ("RETAIL", base)
    systems.sent.requests.clear()
    assert systems.run(MAPPING, "full") == {"-> unchanged": 1}
    assert systems.sent.writes == []


def test_a_price_list_that_has_the_name_already_is_taken(systems: TwoSystems) -> None:
    group("RETAIL")
    base = TransactionCurrency.objects.get(pk=ConnectionSetup.get().base_currency_id)
    known = price_list("Retail", base)
    systems.run(MAPPING, "full")
    assert PriceLevel.objects.get() == known


def test_without_the_local_currency_in_the_crm_a_group_waits_and_says_why(systems: TwoSystems) -> None:
    ConnectionSetup.objects.update(base_currency_id=None, base_currency_code="")
    group("RETAIL")
    systems.run(MAPPING, "full")
    assert PriceLevel.objects.count() == 0
    assert [problem[0] for problem in systems.problems()] == ["local_currency_not_coupled"]
