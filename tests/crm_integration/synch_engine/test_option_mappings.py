"""Payment terms, shipment methods and shipping agents become options of the CRM."""

from typing import Any

import pytest

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.customization.options import change_option, insert_option
from crm_integration.models import OptionMapping, SynchJobChange, SynchProblem
from erp.models import ErpRecord
from erp.operations.delete_payment_terms import delete_payment_terms
from erp.operations.save_payment_terms import save_payment_terms
from erp.operations.save_shipment_method import save_shipment_method
from erp.operations.save_shipping_agent import save_shipping_agent
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

PAYMENT_TERMS = "paymenttermscode"
SALES_DOCUMENTS = ("quote", "salesorder", "invoice")


def labels(table: str = "account", column: str = PAYMENT_TERMS) -> dict[int, str]:
    """The options that the CRM offers."""
    options: Any = metadata.table(table).columns[column].options
    return {value: str(label) for value, label in options.items()}


def offered(label: str, column: str = PAYMENT_TERMS) -> int:
    """Somebody in the CRM adds an option."""
    table = metadata.table("account")
    return insert_option(table, table.columns[column], None, label, caller=system_caller())


def call_it(value: int, label: str | None) -> None:
    """Somebody in the CRM renames an option, or takes it away."""
    table = metadata.table("account")
    change_option(table, table.columns[PAYMENT_TERMS], value, label, caller=system_caller())


def terms(code: str) -> ErpRecord:
    return save_payment_terms(values={"code": code})


def captions() -> dict[int, str]:
    return dict(OptionMapping.objects.values_list("option_value", "option_caption"))


def test_an_option_that_a_run_left_in_some_sets_is_taken_up_again(systems: TwoSystems) -> None:
    """The run died before the set of accounts had it: it is there once in the end, under the same value."""
    terms("30 DAYS")
    orders = metadata.table("salesorder")
    column = orders.columns[PAYMENT_TERMS]
    value = insert_option(orders, column, 100_000_005, "30 DAYS", caller=system_caller())
    terms("14 DAYS")
    assert systems.run("PAYMENT TERMS", "full") == {"-> inserted": 2}
    for table in ("account", *SALES_DOCUMENTS):
        found = labels(table)
        assert found[value] == "30 DAYS"
        assert sorted(found.values()).count("30 DAYS") == 1


def test_payment_terms_become_an_option_of_accounts_and_sales_documents(systems: TwoSystems) -> None:
    record = terms("14 DAYS")
    assert systems.run("PAYMENT TERMS", "full") == {"-> inserted": 1}
    coupling = OptionMapping.objects.get()
    assert (coupling.erp_table, coupling.erp_id) == ("payment_terms", record.id)
    assert coupling.option_caption == "14 DAYS"
    for table in ("account", *SALES_DOCUMENTS):
        assert labels(table)[coupling.option_value] == "14 DAYS"
    assert [change.kind for change in SynchJobChange.objects.all()] == ["inserted"]


def test_a_second_run_finds_nothing_to_write(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    systems.sent.requests.clear()
    assert systems.run("PAYMENT TERMS", "full") == {"-> unchanged": 1}
    assert systems.sent.writes == []


def test_a_run_without_a_change_asks_nothing_of_the_crm(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    systems.sent.requests.clear()
    assert systems.run("PAYMENT TERMS") == {}
    assert systems.sent.requests == []


def test_what_was_added_is_published(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    assert systems.sent.writes == [("POST", "InsertOptionValue")] * 4 + [("POST", "PublishXml")]


def test_shipment_methods_become_freight_terms(systems: TwoSystems) -> None:
    save_shipment_method(values={"code": "FOB"})
    save_shipment_method(values={"code": "EXW"})
    assert systems.run("SHIPMENT METHOD", "full") == {"-> inserted": 1, "-> coupled": 1}
    value = {caption: value for value, caption in captions().items()}["EXW"]
    assert captions() == {1: "FOB", value: "EXW"}
    assert labels("account", "address1_freighttermscode")[value] == "EXW"
    assert [labels(table, "freighttermscode")[value] for table in ("quote", "salesorder")] == ["EXW"] * 2


def test_shipping_agents_become_shipping_methods(systems: TwoSystems) -> None:
    save_shipping_agent(values={"code": "DHL"})
    save_shipping_agent(values={"code": "OWN"})
    assert systems.run("SHIPPING AGENT", "full") == {"-> inserted": 1, "-> coupled": 1}
    value = {caption: value for value, caption in captions().items()}["OWN"]
    assert captions() == {2: "DHL", value: "OWN"}
    assert labels("account", "address1_shippingmethodcode")[value] == "OWN"
    assert [labels(table, "shippingmethodcode")[value] for table in SALES_DOCUMENTS] == ["OWN"] * 3


def test_an_option_that_has_the_code_as_its_name_is_coupled_and_keeps_it(systems: TwoSystems) -> None:
    terms("NET 45")
    assert systems.run("PAYMENT TERMS", "couple") == {"-> coupled": 1}
    assert captions() == {3: "Net 45"}
    assert labels()[3] == "Net 45"


def test_a_code_means_the_option_that_begins_with_it_in_ten_characters(systems: TwoSystems) -> None:
    value = offered("45 days net from the date of the invoice")
    terms("45 DAYS NE")
    assert systems.run("PAYMENT TERMS", "full") == {"-> coupled": 1}
    assert captions() == {value: "45 days net from the date of the invoice"}


def test_options_that_begin_alike_are_nothing_to_guess_between(systems: TwoSystems) -> None:
    offered("45 days net from the date of the invoice")
    offered("45 days net from the end of the month")
    terms("45 DAYS NE")
    assert systems.run("PAYMENT TERMS", "full") == {"-> failed": 1}
    assert systems.problems() == [("option_ambiguous", "code", "rejected", 1, False)]


def test_a_code_with_a_comma_is_no_name_of_an_option(systems: TwoSystems) -> None:
    terms("2%,30")
    assert systems.run("PAYMENT TERMS", "full") == {"-> failed": 1}
    assert systems.problems() == [("option_name_has_comma", "code", "rejected", 1, False)]
    assert systems.run("PAYMENT TERMS", "full") == {"-> skipped": 1}


def test_an_option_that_was_renamed_in_the_crm_is_called_by_its_code_again(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    value = OptionMapping.objects.get().option_value
    call_it(value, "Two weeks")
    assert systems.run("PAYMENT TERMS", "full") == {"-> modified": 1}
    assert {labels(table)[value] for table in ("account", *SALES_DOCUMENTS)} == {"14 DAYS"}
    newest = SynchJobChange.objects.latest("written_at")
    assert newest.fields == {PAYMENT_TERMS: ["Two weeks", "14 DAYS"]}


def test_an_option_does_not_get_the_name_that_another_one_has(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    call_it(OptionMapping.objects.get().option_value, "Two weeks")
    offered("14 days")
    assert systems.run("PAYMENT TERMS", "full") == {"-> failed": 1}
    assert systems.problems() == [("option_name_taken", "code", "rejected", 1, False)]


def test_options_that_exchanged_their_names_get_them_back(systems: TwoSystems) -> None:
    terms("A")
    terms("B")
    systems.run("PAYMENT TERMS", "full")
    before = captions()
    for value, caption in before.items():
        call_it(value, "B" if caption == "A" else "A")
    assert systems.run("PAYMENT TERMS", "full") == {"-> modified": 2}
    assert captions() == before
    assert {value: labels()[value] for value in before} == before


def test_a_new_code_waits_until_somebody_wants_it_coupled(systems: TwoSystems) -> None:
    record = terms("14 DAYS")
    assert systems.run("PAYMENT TERMS") == {"-> not_coupled": 1}
    counts = systems.run("PAYMENT TERMS", "selected", erp_ids=[str(record.id)], create=True)
    assert counts == {"-> inserted": 1}


def test_new_codes_come_by_themselves_where_the_mapping_says_so(systems: TwoSystems) -> None:
    systems.set_mapping("PAYMENT TERMS", synch_only_coupled_records=False)
    terms("14 DAYS")
    assert systems.run("PAYMENT TERMS") == {"-> inserted": 1}


def test_an_option_that_was_deleted_in_the_crm_waits_for_a_decision(systems: TwoSystems) -> None:
    record = terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    value = OptionMapping.objects.get().option_value
    call_it(value, None)
    assert systems.run("PAYMENT TERMS", "find_deleted") == {"-> failed": 1}
    assert systems.problems() == [("option_deleted_in_crm", "code", "deleted", 1, False)]
    counts = systems.run("PAYMENT TERMS", "selected", erp_ids=[str(record.id)], create=True)
    assert (counts, labels()[value]) == ({"-> inserted": 1}, "14 DAYS")
    assert systems.problems() == []


def test_a_deleted_code_leaves_its_option_in_the_crm(systems: TwoSystems) -> None:
    record = terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    value = OptionMapping.objects.get().option_value
    delete_payment_terms(record_id=record.id)
    assert systems.run("PAYMENT TERMS") == {"-> uncoupled": 1}
    assert (captions(), labels()[value]) == ({}, "14 DAYS")


def test_an_answer_that_is_lost_adds_no_option_twice(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.fault("answer_lost", route="*InsertOptionValue", remaining=1)
    assert systems.run("PAYMENT TERMS", "full") == {"-> inserted": 1}
    assert list(labels().values()).count("14 DAYS") == 1


def test_a_run_that_was_cut_off_is_completed_and_published_by_the_next(systems: TwoSystems) -> None:
    terms("14 DAYS")
    systems.run("PAYMENT TERMS", "full")
    OptionMapping.objects.all().delete()  # as if the worker had died before it wrote this down
    systems.sent.requests.clear()
    assert systems.run("PAYMENT TERMS", "full") == {"-> coupled": 1}
    assert systems.sent.writes == [("POST", "PublishXml")]
    assert SynchProblem.objects.count() == 0


def test_every_one_of_many_codes_gets_an_option_of_its_own(systems: TwoSystems) -> None:
    for number in range(120):
        terms(f"{number} DAYS")
    assert systems.run("PAYMENT TERMS", "full") == {"-> inserted": 120}
    assert len(captions()) == 120
    assert systems.run("PAYMENT TERMS", "full") == {"-> unchanged": 120}
