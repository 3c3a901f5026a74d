"""Every default field row carries its value, in each direction that it has, through both systems."""

from decimal import Decimal
from typing import Any

import pytest

from crm.models import Account, SystemUser, TransactionCurrency
from crm.models import Contact as CrmContact
from erp.models import Contact, Currency, Customer, Salesperson
from erp.operations.create_currencies import create_currencies
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

# ERP field, its value, CRM column, the value there; what the CRM changes it to, and what the ERP makes of it.
CUSTOMER = [
    ("name", "Acme", "name", "Acme", "Acme AS", "Acme AS"),
    ("address", "Gata 1", "address1_line1", "Gata 1", "Gata 2", "Gata 2"),
    ("address_2", "Oppgang A", "address1_line2", "Oppgang A", None, ""),
    ("post_code", "0150", "address1_postalcode", "0150", "5003", "5003"),
    ("city", "Oslo", "address1_city", "Oslo", "Bergen", "Bergen"),
    ("country_region_code", "NO", "address1_country", "NO", "Sweden", "SE"),
    ("county", "Oslo", "address1_stateorprovince", "Oslo", "Vestland", "Vestland"),
    ("e_mail", "a@acme.example", "emailaddress1", "a@acme.example", "b@acme.example", "b@acme.example"),
    ("fax_no", "111", "fax", "111", "112", "112"),
    ("home_page", "https://acme.example", "websiteurl", "https://acme.example", None, ""),
    ("phone_no", "222", "telephone1", "222", "+47 223", "+47 223"),
    ("contact", "Nora", "address1_primarycontactname", "Nora", "Tuva", "Tuva"),
    ("mobile_phone_no", "333", "telephone2", "333", "334", "334"),
]
CONTACT = [
    ("first_name", "Nora", "firstname", "Nora", "Tuva", "Tuva"),
    ("middle_name", "B.", "middlename", "B.", "C.", "C."),
    ("surname", "Aas", "lastname", "Aas", "Berg", "Berg"),
    ("address", "Gata 1", "address1_line1", "Gata 1", "Gata 2", "Gata 2"),
    ("address_2", "Oppgang A", "address1_line2", "Oppgang A", None, ""),
    ("post_code", "0150", "address1_postalcode", "0150", "5003", "5003"),
    ("city", "Oslo", "address1_city", "Oslo", "Bergen", "Bergen"),
    ("country_region_code", "NO", "address1_country", "NO", "Sverige", "SE"),
    ("county", "Oslo", "address1_stateorprovince", "Oslo", "Vestland", "Vestland"),
    ("e_mail", "a@acme.example", "emailaddress1", "a@acme.example", "b@acme.example", "b@acme.example"),
    ("fax_no", "111", "fax", "111", "112", "112"),
    ("home_page", "https://nora.example", "websiteurl", "https://nora.example", None, ""),
    ("mobile_phone_no", "333", "mobilephone", "333", "334", "334"),
    ("pager", "444", "pager", "444", "445", "445"),
    ("phone_no", "222", "telephone1", "222", "223", "223"),
]
Rows = list[tuple[Any, ...]]


def erp_values(record: Any, rows: Rows) -> list[Any]:
    values = now(record, *[_attribute(row[0]) for row in rows])
    return ["" if value is None else value for value in values]


def _attribute(name: str) -> str:
    return "country_region_id" if name == "country_region_code" else name


def crm_values(record: Any, rows: Rows) -> list[Any]:
    return list(now(record, *[row[2] for row in rows]))


def follow(systems: TwoSystems, erp: Any, crm: Any, rows: Rows, mapping: str) -> None:
    """Both hold the first values; then the CRM changes every one of them, and the ERP every one back."""
    assert crm_values(crm, rows) == [row[3] for row in rows]
    systems.change(crm, **{row[2]: row[4] for row in rows})
    systems.run(mapping)
    assert erp_values(erp, rows) == [row[5] for row in rows]
    assert crm_values(crm, rows) == [row[4] for row in rows]
    systems.edit(erp, **{row[0]: row[1] for row in rows})
    systems.run(mapping)
    assert crm_values(crm, rows) == [row[3] for row in rows]
    assert systems.problems() == []


def test_customer_and_account(systems: TwoSystems) -> None:
    systems.set_row("mobile_phone_no", is_enabled=True)
    customer = systems.customer(**{row[0]: row[1] for row in CUSTOMER})
    systems.run("CUSTOMER", "full")
    follow(systems, customer, Account.objects.get(), CUSTOMER, "CUSTOMER")


def test_contact_and_contact(systems: TwoSystems) -> None:
    customer = systems.customer("Acme")
    person = systems.person(customer, **{row[0]: row[1] for row in CONTACT})
    systems.run("CUSTOMER", "full")
    systems.run("CONTACT", "full")
    follow(systems, person, CrmContact.objects.get(), CONTACT, "CONTACT")


def test_a_contact_made_in_the_crm_is_a_person_of_its_accounts_company(systems: TwoSystems) -> None:
    account = systems.account("Acme")
    systems.contact(account, **{row[2]: row[3] for row in CONTACT})
    systems.run("CUSTOMER", "full")
    systems.run("CONTACT", "full")
    person, company = Contact.objects.get(type="person"), Contact.objects.get(type="company")
    assert erp_values(person, CONTACT) == [row[1] for row in CONTACT]
    assert (person.company_id, person.company_name, company.name) == (company.no, "Acme", "Acme")


def test_a_contact_moves_with_its_account(systems: TwoSystems) -> None:
    acme, borg = systems.account("Acme"), systems.account("Borg")
    contact = systems.contact(acme)
    systems.run("CUSTOMER", "full")
    systems.run("CONTACT", "full")
    systems.change(contact, parentcustomerid=borg)
    systems.run("CONTACT")
    assert (Contact.objects.get(type="person").company_name, systems.problems()) == ("Borg", [])


def test_customer_number_goes_to_the_account_where_that_row_is_on(systems: TwoSystems) -> None:
    customer = systems.customer("Acme")
    systems.run(scope="full")
    assert Account.objects.get().accountnumber is None
    systems.set_row("no", is_enabled=True)
    other = systems.customer("Borg")
    systems.run(scope="full")
    assert Account.objects.get(name="Borg").accountnumber == other.no
    del customer


def test_the_credit_limit_goes_to_the_account_and_not_back(systems: TwoSystems) -> None:
    customer = systems.customer("Acme", credit_limit_lcy=Decimal("1000.50"))
    systems.run(scope="full")
    account = Account.objects.get()
    assert account.creditlimit == Decimal("1000.5")
    systems.change(account, creditlimit=5)
    systems.run()
    assert now(customer, "credit_limit_lcy") == Decimal("1000.5")


@pytest.fixture
def euro(systems: TwoSystems) -> Currency:
    (currency,) = create_currencies(rows=[{"code": "EUR", "description": "Euro", "symbol": "€"}])
    save_currency_exchange_rate(
        values={
            "currency_code": "EUR",
            "starting_date": "2026-01-01",
            "exchange_rate_amount": 1,
            "relational_exch_rate_amount": Decimal("1.25"),
        }
    )
    systems.run("CURRENCY", "full")
    return currency


def test_a_currency_comes_with_rate_precision_and_symbol(systems: TwoSystems, euro: Currency) -> None:
    row = TransactionCurrency.objects.get(isocurrencycode="EUR")
    assert now(row, "currencyname", "currencysymbol", "currencyprecision", "exchangerate") == (
        "Euro",
        "€",
        2,
        Decimal("0.8"),
    )
    save_currency_exchange_rate(
        values={
            "currency_code": "EUR",
            "starting_date": "2026-02-01",
            "exchange_rate_amount": 1,
            "relational_exch_rate_amount": Decimal("1.6"),
        }
    )
    systems.run("CURRENCY")
    assert now(row, "exchangerate") == Decimal("0.625")


def test_an_unconditional_run_overwrites_what_has_drifted_although_nothing_changed(
    systems: TwoSystems, euro: Currency
) -> None:
    row = TransactionCurrency.objects.get(isocurrencycode="EUR")
    systems.change(row, currencyname="Pound", exchangerate=3)
    systems.run("CURRENCY")
    assert now(row, "currencyname") == "Pound"
    systems.run("CURRENCY", "full", unconditional=True)
    assert now(row, "currencyname", "exchangerate") == ("Euro", Decimal("0.8"))


def test_a_currency_without_a_rate_is_an_error_that_names_it(systems: TwoSystems) -> None:
    create_currencies(rows=[{"code": "NOK", "description": "Krone"}])
    systems.run("CURRENCY", "full")
    assert systems.problems() == [("no_exchange_rate", "exchange_rate", "rejected", 1, False)]


def test_a_currency_without_a_symbol_takes_its_code(systems: TwoSystems) -> None:
    create_currencies(rows=[{"code": "NOK", "description": "Krone", "symbol": ""}])
    save_currency_exchange_rate(
        values={
            "currency_code": "NOK",
            "starting_date": "2026-01-01",
            "exchange_rate_amount": 10,
            "relational_exch_rate_amount": 1,
        }
    )
    systems.run("CURRENCY", "full")
    assert TransactionCurrency.objects.get(isocurrencycode="NOK").currencysymbol == "NOK"


def test_a_currency_of_a_customer_is_its_accounts_and_a_blank_one_the_local_one(
    systems: TwoSystems, euro: Currency
) -> None:
    foreign, local = systems.customer("Foreign", currency_code="EUR"), systems.customer("Local")
    systems.run(scope="full")
    codes = {row.name: row.transactioncurrencyid for row in Account.objects.all()}
    dollar, euro_row = (TransactionCurrency.objects.get(isocurrencycode=code).pk for code in ("USD", "EUR"))
    assert {name: getattr(code, "pk", code) for name, code in codes.items()} == {
        "Foreign": euro_row,
        "Local": dollar,
    }
    systems.change(
        Account.objects.get(name="Foreign"),
        transactioncurrencyid=TransactionCurrency.objects.get(isocurrencycode="USD"),
    )
    systems.change(
        Account.objects.get(name="Local"),
        transactioncurrencyid=TransactionCurrency.objects.get(isocurrencycode="EUR"),
    )
    systems.run()
    assert (now(foreign, "currency_id"), now(local, "currency_id")) == (None, "EUR")


def test_users_are_salespeople_and_follow_their_users(systems: TwoSystems) -> None:
    user = systems.user("Karin", mobilephone="555")
    systems.user("Gone", isdisabled=True)
    systems.run("SALESPEOPLE", "full")
    (salesperson,) = Salesperson.objects.all()
    assert now(salesperson, "name", "e_mail", "phone_no") == ("Karin Berge", "karin@example.com", "555")
    systems.change(user, lastname="Mercer", mobilephone="556")
    systems.run("SALESPEOPLE")
    assert now(salesperson, "name", "phone_no") == ("Karin Mercer", "556")
    systems.edit(salesperson, phone_no="999")
    systems.run("SALESPEOPLE")
    assert SystemUser.objects.get(pk=user.pk).mobilephone == "556"


def test_the_salespersons_user_owns_the_account_and_the_team_what_has_none(systems: TwoSystems) -> None:
    karin = systems.user("Karin")
    systems.run("SALESPEOPLE", "full")
    (code,) = Salesperson.objects.values_list("code", flat=True)
    hers, nobodys = systems.customer("Hers", salesperson_code=code), systems.customer("Nobody's")
    systems.run(scope="full")
    owners = dict(Account.objects.values_list("name", "ownerid"))
    assert owners == {"Hers": karin.pk, "Nobody's": systems.team.pk}
    systems.edit(hers, salesperson_code="")
    systems.edit(nobodys, salesperson_code=code)
    systems.run()
    assert set(dict(Account.objects.values_list("name", "ownerid")).values()) == {karin.pk}


def test_a_new_customer_takes_over_its_accounts_owner_and_decides_from_then_on(systems: TwoSystems) -> None:
    karin, tom = systems.user("Karin"), systems.user("Tom", lastname="Mercer")
    systems.run("SALESPEOPLE", "full")
    account = systems.account("Acme", ownerid=karin)
    systems.run(scope="full")
    customer = Customer.objects.get()
    assert customer.salesperson_id == "KB"
    systems.change(account, ownerid=tom)
    systems.run()
    assert now(customer, "salesperson_id") == "KB"
    systems.edit(customer, salesperson_code="TM")
    systems.run()
    systems.edit(customer, salesperson_code="KB")
    systems.run()
    assert now(account, "ownerid") == karin.pk
