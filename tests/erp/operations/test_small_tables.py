"""The smaller tables: saved one record at a time, deleted when nothing refers to them."""

from collections.abc import Callable
from typing import Any

import pytest

from erp.demo.factories import CustomerFactory
from erp.models import (
    CompanyInformation,
    Customer,
    GeneralLedgerSetup,
    NoSeries,
    NoSeriesLine,
    PaymentTerms,
    PostCode,
    ShipmentMethod,
    ShippingAgent,
)
from erp.operations.delete_country_region import delete_country_region
from erp.operations.delete_no_series import delete_no_series
from erp.operations.delete_no_series_line import delete_no_series_line
from erp.operations.delete_payment_terms import delete_payment_terms
from erp.operations.delete_post_code import delete_post_code
from erp.operations.delete_shipment_method import delete_shipment_method
from erp.operations.delete_shipping_agent import delete_shipping_agent
from erp.operations.errors import RecordChanged, RecordInUse, RecordMissing, RecordRejected
from erp.operations.save_country_region import save_country_region
from erp.operations.save_no_series import save_no_series
from erp.operations.save_no_series_line import save_no_series_line
from erp.operations.save_payment_terms import save_payment_terms
from erp.operations.save_post_code import save_post_code
from erp.operations.save_setup import save_setup
from erp.operations.save_shipment_method import save_shipment_method
from erp.operations.save_shipping_agent import save_shipping_agent
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")

TABLES = [
    (PaymentTerms, save_payment_terms, delete_payment_terms, "payment_terms_code", "description"),
    (ShipmentMethod, save_shipment_method, delete_shipment_method, "shipment_method_code", "description"),
    (ShippingAgent, save_shipping_agent, delete_shipping_agent, "shipping_agent_code", "name"),
]


@pytest.mark.parametrize(("model", "save", "delete", "reference", "text"), TABLES)
def test_a_record_is_created_modified_used_and_deleted(
    model: Any,
    save: Callable[..., Any],
    delete: Callable[..., None],
    reference: str,
    text: str,
    heard: HeardEvents,
) -> None:
    created = save(values={"code": " new ", text: "First"})
    changed = save(record_id=created.id, values={text: "Second"}, expected_version=1)
    assert (created.code, getattr(changed, text), changed.row_version) == ("NEW", "Second", 2)
    with pytest.raises(RecordChanged):
        save(record_id=created.id, values={text: "Third"}, expected_version=1)
    customer = CustomerFactory.create(**{reference: "new"})
    with pytest.raises(RecordInUse, match=customer.no):
        delete(record_id=created.id)
    Customer.objects.all().delete()
    delete(record_id=created.id)
    with pytest.raises(RecordMissing):
        delete(record_id=created.id)
    assert heard.all[-1][0] == "deleted"
    assert not model.objects.exists()


@pytest.mark.parametrize(("model", "save", "delete", "reference", "text"), TABLES)
def test_a_code_is_required_free_and_at_most_ten_characters_long(
    model: Any, save: Callable[..., Any], delete: Any, reference: str, text: str
) -> None:
    save(values={"code": "A"})
    for code, reason in (("", "required"), (" a", "not_unique"), ("x" * 11, "too_long")):
        with pytest.raises(RecordRejected) as caught:
            save(values={"code": code})
        assert caught.value.code == reason


def test_a_country_in_use_cannot_be_deleted() -> None:
    country = save_country_region(values={"code": "XA", "name": "Atlantis", "iso_code": "XA"})
    CustomerFactory.create(country_region_code="XA")
    with pytest.raises(RecordInUse):
        delete_country_region(record_id=country.id)
    with pytest.raises(RecordRejected):
        save_country_region(values={"code": "XB", "iso_code": "XBB"})


def test_a_post_code_may_have_several_cities_but_no_city_twice() -> None:
    first = save_post_code(values={"code": "1000", "city": "Aa", "country_region_code": "DE"})
    second = save_post_code(values={"code": "1000", "city": "Bb"})
    for values in ({"city": "Aa"}, {"city": ""}):
        with pytest.raises(RecordRejected):
            save_post_code(record_id=second.id, values=values)
    save_post_code(record_id=second.id, values={"code": "2000", "city": "Aa"}, expected_version=1)
    delete_post_code(record_id=first.id)
    assert [(p.code, p.city, p.row_version) for p in PostCode.objects.all()] == [("2000", "Aa", 2)]


def test_a_number_series_has_lines_and_cannot_be_deleted_while_the_setup_names_it() -> None:
    series = save_no_series(values={"code": "orders"})
    line = save_no_series_line(values={"series_code": "ORDERS", "starting_no": "O1", "increment_by_no": 1})
    with pytest.raises(RecordRejected):
        save_no_series_line(values={"series_code": "ORDERS", "starting_no": "O2"})
    with pytest.raises(RecordRejected):
        save_no_series_line(record_id=line.id, values={"starting_no": ""})
    with pytest.raises(RecordRejected):
        save_no_series_line(record_id=line.id, values={"increment_by_no": 0})
    delete_no_series_line(record_id=line.id)
    delete_no_series(record_id=series.id)
    with pytest.raises(RecordInUse):
        delete_no_series(record_id=NoSeries.objects.get(code="CUST").id)
    left = set(NoSeriesLine.objects.values_list("series__code", flat=True))
    assert {"CUST", "CONT", "ITEM", "RES", "OPP"} <= left
    assert "ORDERS" not in left


def test_the_setup_has_one_row_that_is_changed(heard: HeardEvents) -> None:
    setup = save_setup(model=GeneralLedgerSetup, values={"lcy_code": "nok"})
    with pytest.raises(RecordChanged):
        save_setup(model=GeneralLedgerSetup, values={"lcy_code": "EUR"}, expected_version=1)
    assert (setup.lcy_code, setup.row_version, GeneralLedgerSetup.objects.count()) == ("NOK", 2, 1)
    assert heard.all == [("modified", "general_ledger_setup", 1)]


def test_the_setup_row_is_created_when_it_is_missing_and_only_setup_tables_are_setup() -> None:
    CompanyInformation.objects.all().delete()
    company = save_setup(model=CompanyInformation, values={"name": "Ours", "country_region_code": "NO"})
    assert CompanyInformation.objects.get().name == company.name == "Ours"
    with pytest.raises(TypeError):
        save_setup(model=PaymentTerms, values={})
