"""What people do with customers on the pages."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.demo.factories import CustomerFactory, PersonFactory, SalespersonFactory
from erp.models import Contact, ContactBusinessRelation, Customer
from erp.operations.modify_customers import modify_customers
from tests.erp.admin.forms import form_values

LIST = "/admin/erp/customer/"


def card(customer: Customer) -> str:
    return reverse("admin:erp_customer_change", args=[customer.pk])


def edit(client: Client, customer: Customer, **changed: str) -> Any:
    values = form_values(client.get(card(customer)), "customer_form", **changed)
    return client.post(card(customer), values, follow=True)


def test_a_customer_that_is_entered_gets_a_number_and_a_company_contact(order_processor: Client) -> None:
    page = order_processor.get(f"{LIST}add/")
    values = form_values(page, "customer_form", name="Santé Gourmet", credit_limit_lcy="15,000.00")
    order_processor.post(f"{LIST}add/", values)
    customer = Customer.objects.get()
    assert (customer.no, customer.name, customer.credit_limit_lcy) == (
        "C00010",
        "Santé Gourmet",
        Decimal(15000),
    )
    assert Contact.objects.get().name == "Santé Gourmet"


def test_a_customer_is_changed_where_the_form_was_changed_and_its_contact_follows(
    order_processor: Client,
) -> None:
    SalespersonFactory.create(code="KB")
    customer = CustomerFactory.create(name="Alfreds Futterkiste", city="Berlin")
    edit(order_processor, customer, city="Hamburg", salesperson="kb")
    customer.refresh_from_db()
    assert (customer.city, customer.salesperson_id, customer.row_version) == ("Hamburg", "KB", 2)
    assert Contact.objects.get().city == "Hamburg"


def test_saving_without_a_change_writes_nothing(order_processor: Client) -> None:
    customer = CustomerFactory.create()
    edit(order_processor, customer)
    customer.refresh_from_db()
    assert customer.row_version == 1


def test_a_refused_value_stands_above_its_field_and_nothing_is_saved(order_processor: Client) -> None:
    customer = CustomerFactory.create(city="Berlin")
    answer = edit(order_processor, customer, e_mail="not an address", city="Hamburg").content.decode()
    assert "Nothing was saved." in answer
    assert answer.count("is not a valid e-mail address.") == 2  # above the field and at the top
    assert 'href="#id_e_mail"' in answer
    customer.refresh_from_db()
    assert customer.city == "Berlin"


def test_who_saves_over_somebody_elses_change_is_told_to_read_again(order_processor: Client) -> None:
    customer = CustomerFactory.create(city="Berlin")
    values = form_values(order_processor.get(card(customer)), "customer_form", city="Hamburg")
    modify_customers(changes={customer.pk: {"city": "Bremen"}})
    answer = order_processor.post(card(customer), values).content.decode()
    assert "was changed by somebody else meanwhile" in answer
    customer.refresh_from_db()
    assert customer.city == "Bremen"


def test_the_primary_contact_is_chosen_among_the_people_of_the_customer(order_processor: Client) -> None:
    customer, other = CustomerFactory.create_batch(2)
    companies = {relation.no: relation.contact_id for relation in ContactBusinessRelation.objects.all()}
    own = PersonFactory.create(first_name="Jonas", company_no=companies[customer.no])
    PersonFactory.create(first_name="Maria", company_no=companies[other.no])
    page = order_processor.get(card(customer)).content.decode()
    choices = page[page.index('id="id_primary_contact"') :].split("</select>")[0]
    assert "Jonas" in choices
    assert "Maria" not in choices
    edit(order_processor, customer, primary_contact=own.no)
    customer.refresh_from_db()
    assert (customer.primary_contact_id, customer.contact) == (own.no, own.name)


def test_deleting_a_customer_says_what_stays_and_asks_first(order_processor: Client) -> None:
    customer = CustomerFactory.create(name="Frankenversand")
    url = reverse("admin:erp_customer_delete", args=[customer.pk])
    page = order_processor.get(url).content.decode()
    assert f"Delete customer {customer.no} · Frankenversand?" in page
    assert "Its contacts stay" in page
    assert Customer.objects.exists()
    order_processor.post(url, {"post": "yes"})
    assert not Customer.objects.exists()
    assert Contact.objects.get().name == "Frankenversand"


def test_several_customers_are_deleted_together(order_processor: Client) -> None:
    chosen = [str(customer.pk) for customer in CustomerFactory.create_batch(3)[:2]]
    asked = {"action": "delete_selected", "_selected_action": chosen}
    page = order_processor.post(LIST, {**asked, "index": "0"}).content.decode()
    assert "Delete 2 customers?" in page
    order_processor.post(LIST, {**asked, "post": "yes"})
    assert Customer.objects.count() == 1


def test_a_salesperson_who_has_customers_stays_and_the_sentence_names_one(administrator: Client) -> None:
    salesperson = SalespersonFactory.create(code="KB")
    customer = CustomerFactory.create(salesperson_code="KB")
    url = reverse("admin:erp_salesperson_delete", args=[salesperson.pk])
    page = administrator.post(url, {"post": "yes"}, follow=True).content.decode()
    assert "because it is used" in page
    assert customer.no in page


@pytest.mark.parametrize("words", ["C00020", "gourmet", "Stavern", "jonas@sante"])
def test_customers_are_found_by_number_name_city_and_e_mail(order_processor: Client, words: str) -> None:
    CustomerFactory.create(name="Alfreds Futterkiste", city="Berlin", e_mail="maria@alfreds.example")
    CustomerFactory.create(name="Santé Gourmet", city="Stavern", e_mail="jonas@sante.example")
    page = order_processor.get(LIST, {"q": words}).content.decode()
    assert "Santé Gourmet" in page
    assert "Alfreds Futterkiste" not in page


def test_customers_are_filtered_by_salesperson(order_processor: Client) -> None:
    SalespersonFactory.create(code="KB")
    CustomerFactory.create(name="Alfreds Futterkiste", salesperson_code="KB")
    CustomerFactory.create(name="Santé Gourmet")
    page = order_processor.get(LIST, {"salesperson__code__exact": "KB"}).content.decode()
    assert "Alfreds Futterkiste" in page
    assert "Santé Gourmet" not in page


def test_editing_from_the_list_opens_the_card_of_the_one_that_was_chosen(order_processor: Client) -> None:
    customers = CustomerFactory.create_batch(2)
    asked = {"action": "edit_selected", "index": "0", "_selected_action": str(customers[0].pk)}
    assert order_processor.post(LIST, asked)["Location"] == card(customers[0])
    both = {**asked, "_selected_action": [str(customer.pk) for customer in customers]}
    assert "Choose exactly one record" in order_processor.post(LIST, both, follow=True).content.decode()


@pytest.mark.parametrize("url", [LIST, f"{LIST}?q=company", "card"])
def test_pages_ask_the_database_as_often_for_many_customers_as_for_few(
    order_processor: Client, url: str, django_assert_num_queries: Any
) -> None:
    CustomerFactory.create_batch(51, city="Company Town")
    address = card(Customer.objects.order_by("no")[0]) if url == "card" else url
    order_processor.get(address)
    with CaptureQueriesContext(connection) as few:
        order_processor.get(address)
    CustomerFactory.create_batch(60, city="Company Town")
    with django_assert_num_queries(len(few)):
        order_processor.get(address)
