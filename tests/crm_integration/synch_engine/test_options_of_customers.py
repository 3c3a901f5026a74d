"""The payment terms, shipment method and shipping agent of a customer are options of its account."""

from collections.abc import Callable
from typing import Any

import pytest

from crm.models import Account
from crm_integration.models import OptionMapping, SynchProblem
from crm_integration.sentences import problem_sentence
from erp.models import Customer, ErpRecord
from erp.operations.save_payment_terms import save_payment_terms
from erp.operations.save_shipment_method import save_shipment_method
from erp.operations.save_shipping_agent import save_shipping_agent
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

# The mapping, how a record of its table is written, the customer's field, the account's column.
OPTIONS: list[tuple[str, Callable[..., ErpRecord], str, str]] = [
    ("PAYMENT TERMS", save_payment_terms, "payment_terms_code", "paymenttermscode"),
    ("SHIPMENT METHOD", save_shipment_method, "shipment_method_code", "address1_freighttermscode"),
    ("SHIPPING AGENT", save_shipping_agent, "shipping_agent_code", "address1_shippingmethodcode"),
]
each = pytest.mark.parametrize(("mapping", "save", "field", "column"), OPTIONS)


def value_of(record: ErpRecord) -> int:
    return OptionMapping.objects.get(erp_id=record.id).option_value


def choose(systems: TwoSystems, account: Account, column: str, value: int | None) -> None:
    """Somebody in the CRM chooses an option."""
    chosen: dict[str, Any] = {column: value}
    systems.change(account, **chosen)


def code_of(customer: Customer, field: str) -> Any:
    return now(customer, f"{field.removesuffix('_code')}_id") or ""


@each
def test_it_goes_both_ways(
    systems: TwoSystems, mapping: str, save: Callable[..., ErpRecord], field: str, column: str
) -> None:
    first, second = save(values={"code": "FIRST"}), save(values={"code": "SECOND"})
    systems.run(mapping, "full")
    customer = systems.customer(**{field: "FIRST"})
    assert systems.run("CUSTOMER", "full") == {"-> inserted": 1}
    account = Account.objects.get()
    assert getattr(account, column) == value_of(first)
    choose(systems, account, column, value_of(second))
    assert systems.run() == {"<- modified": 1}
    assert code_of(customer, field) == "SECOND"
    systems.edit(customer, **{field: "FIRST"})
    assert systems.run() == {"-> modified": 1}
    assert now(account, column) == value_of(first)
    systems.edit(customer, **{field: ""})
    systems.run()
    assert now(account, column) is None
    choose(systems, account, column, value_of(second))
    systems.run()
    choose(systems, account, column, None)
    systems.run()
    assert (code_of(customer, field), systems.problems()) == ("", [])
    assert systems.run() == {}


@each
def test_a_code_without_an_option_is_named_until_it_is_coupled(
    systems: TwoSystems, mapping: str, save: Callable[..., ErpRecord], field: str, column: str
) -> None:
    record = save(values={"code": "FIRST"})
    systems.customer(**{field: "FIRST"})
    assert systems.run("CUSTOMER", "full") == {"-> failed": 1}
    assert systems.problems() == [("must_be_coupled", field, "missing_coupling", 1, False)]
    assert "FIRST must be coupled" in problem_sentence(SynchProblem.objects.get())
    systems.run(mapping, "full")
    systems.work_all()  # what waited for the coupling is looked at by itself
    assert getattr(Account.objects.get(), column) == value_of(record)
    assert systems.problems() == []


@each
def test_an_option_without_a_code_is_named_until_it_is_coupled(
    systems: TwoSystems, mapping: str, save: Callable[..., ErpRecord], field: str, column: str
) -> None:
    label = {"PAYMENT TERMS": "Net 30", "SHIPMENT METHOD": "FOB", "SHIPPING AGENT": "Airborne"}[mapping]
    chosen: dict[str, Any] = {column: 1}
    systems.account(**chosen)
    assert systems.run("CUSTOMER", "full") == {"<- failed": 1}
    assert systems.problems() == [("option_not_coupled", field, "missing_coupling", 1, False)]
    assert f"“{label}”" in problem_sentence(SynchProblem.objects.get())
    save(values={"code": label})
    systems.run(mapping, "full")
    systems.work_all()
    assert code_of(Customer.objects.get(), field) == label.upper()
    assert systems.problems() == []
