"""Tables and fields by the names that others know them by."""

import pytest

from erp.models import Contact, Customer
from erp.queries.customer_contacts import customer_ids_of_companies, persons_of_customer, persons_of_customers
from erp.queries.table_fields import ERP_TABLES, model_of, record_values, table_fields, table_of


def test_fields_have_the_names_types_and_lengths_of_business_central() -> None:
    fields = table_fields("customer")
    described = {
        name: (fields[name].type, fields[name].max_length, fields[name].related_table)
        for name in (
            "no",
            "name",
            "salesperson_code",
            "customer_price_group",
            "primary_contact_no",
            "credit_limit_lcy",
            "blocked",
            "id",
            "modified_at",
        )
    }
    assert described == {
        "no": ("code", 20, None),
        "name": ("text", 100, None),
        "salesperson_code": ("code", 20, "salesperson"),
        "customer_price_group": ("code", 10, "customer_price_group"),
        "primary_contact_no": ("code", 20, "contact"),
        "credit_limit_lcy": ("decimal", None, None),
        "blocked": ("option", None, None),
        "id": ("guid", None, None),
        "modified_at": ("datetime", None, None),
    }
    assert fields["blocked"].options == ("", "ship", "invoice", "all")
    assert (fields["salesperson_code"].attname, fields["salesperson_code"].caption) == (
        "salesperson_id",
        "Salesperson Code",
    )
    assert [name for name in ("id", "row_version", "no") if fields[name].editable] == ["no"]


def test_every_table_is_found_by_its_name_and_back() -> None:
    assert {table_of(model_of(table)) for table in ERP_TABLES} == set(ERP_TABLES)
    with pytest.raises(KeyError):
        model_of("unicorn")


def test_the_values_of_a_record_are_named_like_its_fields() -> None:
    values = record_values(Customer(no="C1"))
    assert values.keys() == table_fields("customer").keys()
    assert (values["no"], values["salesperson_code"]) == ("C1", "")


@pytest.mark.usefixtures("company")
def test_persons_are_found_by_the_customer_that_they_work_for() -> None:
    from erp.demo.factories import CustomerFactory, PersonFactory

    customer = CustomerFactory.create()
    company = Contact.objects.get()
    person = PersonFactory.create(company_no=company.no)
    PersonFactory.create()
    assert list(persons_of_customers()) == list(persons_of_customer(customer.no)) == [person]
    assert customer_ids_of_companies([company.no, person.no]) == {company.no: customer.id}
