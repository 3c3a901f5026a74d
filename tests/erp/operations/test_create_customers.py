"""Creating customers."""

from decimal import Decimal
from uuid import uuid4

import pytest

from erp.demo.factories import CurrencyFactory, CustomerFactory, SalespersonFactory
from erp.models import Contact, ContactBusinessRelation, Customer, NoSeries, NoSeriesLine
from erp.operations.create_customers import create_customers
from erp.operations.errors import RecordRejected
from erp.operations.save_post_code import save_post_code
from erp.queries.table_fields import record_values
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")


def rejection(row: dict[str, object], *, at: int = 0) -> RecordRejected:
    """Creates a good customer before the given one and returns why the given one is rejected."""
    good = [{"name": f"Good {number}"} for number in range(at)]
    with pytest.raises(RecordRejected) as caught:
        create_customers(rows=[*good, {"name": "Bad", **row}])
    assert Customer.objects.count() == 0, "nothing of the call may stay"
    assert Contact.objects.count() == 0
    assert caught.value.index == at
    return caught.value


def test_a_customer_gets_the_next_number_and_a_company_contact_with_its_name_and_address() -> None:
    SalespersonFactory.create(code="KB", name="Karin Berge")
    (customer,) = create_customers(
        rows=[
            {
                "name": "Fjellvik Mekaniske  ",
                "address": "Verkstedveien 19",
                "city": "Førde",
                "country_region_code": " no ",
                "phone_no": "+47 555 01 006",
                "salesperson_code": "kb",
                "credit_limit_lcy": "1000.5",
            }
        ]
    )
    contact = Contact.objects.get()
    assert record_values(Customer.objects.get()) == record_values(customer)
    assert (customer.no, customer.name, customer.search_name) == (
        "C00010",
        "Fjellvik Mekaniske",
        "FJELLVIK MEKANISKE",
    )
    assert (customer.country_region_id, customer.salesperson_id) == ("NO", "KB")
    assert customer.credit_limit_lcy == Decimal("1000.50000")
    assert (contact.no, contact.type, contact.company_id, contact.company_name) == (
        "CT000010",
        "company",
        "CT000010",
        "Fjellvik Mekaniske",
    )
    assert (contact.name, contact.address, contact.city, contact.salesperson_id, contact.phone_no) == (
        "Fjellvik Mekaniske",
        "Verkstedveien 19",
        "Førde",
        "KB",
        "+47 555 01 006",
    )
    relation = ContactBusinessRelation.objects.get()
    assert (relation.contact_id, relation.link_to_table, relation.no) == ("CT000010", "customer", "C00010")


def test_values_that_are_not_given_are_blank_and_a_blank_reference_is_an_empty_text() -> None:
    (customer,) = create_customers(rows=[{"name": "A", "currency_code": None, "payment_terms_code": ""}])
    values = record_values(customer)
    assert customer.currency_id is None
    assert (values["currency_code"], values["payment_terms_code"], values["blocked"]) == ("", "", "")
    assert (values["primary_contact_no"], values["credit_limit_lcy"]) == ("", 0)


def test_ids_chosen_by_the_caller_are_kept_and_cannot_be_used_twice() -> None:
    ids = [uuid4(), uuid4()]
    created = create_customers(rows=[{"name": "A"}, {"name": "B"}], created_ids=ids)
    assert [customer.id for customer in created] == ids
    with pytest.raises(RecordRejected) as caught:
        create_customers(rows=[{"name": "A again"}], created_ids=ids[:1])
    assert (caught.value.field, caught.value.code) == ("id", "not_unique")
    assert Customer.objects.count() == 2


def test_the_events_tell_of_the_customer_and_of_its_company_contact(heard: HeardEvents) -> None:
    create_customers(rows=[{"name": "A"}, {"name": "B"}])
    assert heard.all == [
        ("inserted", "customer", 2),
        ("inserted", "contact", 2),
        ("inserted", "contact_business_relation", 2),
    ]


def test_no_rows_are_no_work(heard: HeardEvents) -> None:
    assert create_customers(rows=[]) == []
    assert heard.all == []


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": "x" * 101}, "name", "too_long"),
        ({"no": "x" * 21}, "no", "too_long"),
        ({"name": " "}, "name", "required"),
        ({"name": 5}, "name", "invalid_value"),
        ({"name": "a\x00b"}, "name", "invalid_characters"),
        ({"name": "a\ud800b"}, "name", "invalid_characters"),
        ({"e_mail": "not an address"}, "e_mail", "invalid_email"),
        ({"e_mail": "a@b.example;"}, "e_mail", "invalid_email"),
        ({"phone_no": "call me"}, "phone_no", "letters_in_phone"),
        ({"credit_limit_lcy": -1}, "credit_limit_lcy", "negative"),
        ({"credit_limit_lcy": "many"}, "credit_limit_lcy", "invalid_value"),
        ({"credit_limit_lcy": "NaN"}, "credit_limit_lcy", "invalid_value"),
        ({"credit_limit_lcy": "1e15"}, "credit_limit_lcy", "too_large"),
        ({"blocked": "sometimes"}, "blocked", "invalid_option"),
        ({"salesperson_code": "NOBODY"}, "salesperson_code", "unknown_reference"),
        ({"country_region_code": "QQ"}, "country_region_code", "unknown_reference"),
        ({"primary_contact_no": "CT000010"}, "primary_contact_no", "contact_of_other_company"),
        ({"shoe_size": 44}, "shoe_size", "unknown_field"),
        ({"row_version": 3}, "row_version", "not_editable"),
    ],
)
def test_a_value_that_is_not_acceptable_is_rejected_with_its_place(
    values: dict[str, object], field: str, code: str
) -> None:
    caught = rejection(values, at=1)
    assert (caught.field, caught.code) == (field, code)
    assert "%(" not in str(caught)


def test_the_sentence_of_a_rejection_names_the_field_the_value_and_the_cure() -> None:
    caught = rejection({"salesperson_code": "nobody"})
    assert str(caught) == "Salesperson Code NOBODY does not exist. Create it first or choose another."


def test_several_e_mail_addresses_and_blocked_in_any_case_are_accepted() -> None:
    (customer,) = create_customers(
        rows=[{"name": "A", "e_mail": "a@b.example; c@d.example", "blocked": "Ship"}]
    )
    assert (customer.e_mail, customer.blocked) == ("a@b.example; c@d.example", "ship")


def test_a_number_of_ones_own_is_upper_cased_and_must_be_free() -> None:
    create_customers(rows=[{"no": " val2 ", "name": "IT"}])
    for numbers in (["VAL2"], ["X1", "x1"]):
        with pytest.raises(RecordRejected) as caught:
            create_customers(rows=[{"no": no, "name": "A"} for no in numbers])
        assert (caught.value.field, caught.value.code) == ("no", "not_unique")
    assert list(Customer.objects.values_list("no", flat=True)) == ["VAL2"]


def test_a_number_that_somebody_chose_by_hand_is_skipped_by_the_series() -> None:
    create_customers(rows=[{"no": "C00020", "name": "Z"}])
    created = create_customers(rows=[{"name": "A"}, {"name": "B"}, {"name": "C"}])
    assert [customer.no for customer in created] == ["C00010", "C00030", "C00040"]


def test_numbers_cannot_be_chosen_where_the_series_does_not_allow_it() -> None:
    NoSeries.objects.filter(code="CUST").update(manual_nos=False)
    assert rejection({"no": "MINE"}, at=1).code == "manual_number"


def test_an_exhausted_or_missing_series_is_a_sentence() -> None:
    NoSeriesLine.objects.filter(series__code="CUST").update(ending_no="C00030")
    assert len(create_customers(rows=[{"name": "A"}, {"name": "B"}, {"name": "C"}])) == 3
    with pytest.raises(RecordRejected, match="Number series CUST has no number left"):
        create_customers(rows=[{"name": "A"}])
    NoSeriesLine.objects.filter(series__code="CUST").update(open=False)
    with pytest.raises(RecordRejected, match="no number series is set up for Customer"):
        create_customers(rows=[{"name": "A"}])


def test_a_known_post_code_fills_what_is_blank_and_an_unknown_one_is_accepted() -> None:
    save_post_code(
        values={"code": "5003", "city": "Bergen", "county": "Vestland", "country_region_code": "NO"}
    )
    save_post_code(values={"code": "1000", "city": "Aa"})
    save_post_code(values={"code": "1000", "city": "Bb"})
    rows = [
        {"post_code": "5003"},
        {"post_code": "5003", "city": "BERGEN", "county": "Hordaland"},
        {"post_code": "5003", "country_region_code": "DE"},
        {"post_code": "9999"},
        {"post_code": "1000"},
        {"post_code": "1000", "city": "Bb"},
    ]
    places = [
        (c.city, c.county, c.country_region_id)
        for c in create_customers(rows=[{"name": "A", **row} for row in rows])
    ]
    assert places == [
        ("Bergen", "Vestland", "NO"),
        ("BERGEN", "Hordaland", "NO"),
        ("", "", "DE"),
        ("", "", None),
        ("", "", None),
        ("Bb", "", None),
    ]


def test_a_currency_of_the_table_may_be_given_by_its_code_in_any_case() -> None:
    CurrencyFactory.create(code="NOK")
    assert create_customers(rows=[{"name": "A", "currency_code": "nok"}])[0].currency_id == "NOK"


def test_a_long_name_of_letters_that_grow_in_upper_case_still_has_a_search_name() -> None:
    (customer,) = create_customers(rows=[{"name": "ß" * 100}])
    assert customer.search_name == "S" * 100


def test_the_factory_makes_customers_that_the_operation_accepts() -> None:
    customers = CustomerFactory.create_batch(20)
    assert len({customer.name for customer in customers}) == 20
