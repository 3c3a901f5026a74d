"""Cards with lines, cards of setup tables, and references into large tables."""

from datetime import date
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from erp.demo.factories import CurrencyFactory, CustomerFactory, PersonFactory
from erp.models import (
    CompanyInformation,
    Contact,
    Currency,
    CurrencyExchangeRate,
    GeneralLedgerSetup,
    NoSeries,
    NoSeriesLine,
)
from tests.erp.admin.forms import form_values


def rates_of(client: Client, currency: Currency, **changed: str) -> str:
    url = reverse("admin:erp_currency_change", args=[currency.pk])
    values = form_values(client.get(url), "currency_form", **changed)
    return client.post(url, values, follow=True).content.decode()


def new_rate(amount: str, *, total: str = "1") -> dict[str, str]:
    return {
        "exchange_rates-TOTAL_FORMS": total,
        "exchange_rates-0-starting_date": "2026-01-01",
        "exchange_rates-0-exchange_rate_amount": "100",
        "exchange_rates-0-relational_exch_rate_amount": amount,
    }


def test_exchange_rates_are_entered_changed_and_deleted_on_the_currency(administrator: Client) -> None:
    currency = CurrencyFactory.create(code="NOK")
    rates_of(administrator, currency, **new_rate("8.5"))
    rate = CurrencyExchangeRate.objects.get()
    assert (rate.currency_id, rate.starting_date) == ("NOK", date(2026, 1, 1))
    assert rate.relational_exch_rate_amount == Decimal("8.5")
    rates_of(administrator, currency, **{"exchange_rates-0-relational_exch_rate_amount": "9"})
    rate.refresh_from_db()
    assert (rate.relational_exch_rate_amount, rate.row_version) == (Decimal(9), 2)
    rates_of(administrator, currency, **{"exchange_rates-0-DELETE": "on"})
    assert not CurrencyExchangeRate.objects.exists()
    currency.refresh_from_db()
    assert currency.row_version == 4  # every change of a rate counts as one of the currency


def test_a_refused_rate_leaves_everything_as_it_was(administrator: Client) -> None:
    currency = CurrencyFactory.create(code="NOK", description="Krone")
    answer = rates_of(administrator, currency, description="Other", **new_rate("0"))
    assert "Nothing was saved." in answer
    currency.refresh_from_db()
    assert (currency.description, CurrencyExchangeRate.objects.count()) == ("Krone", 0)


def test_a_number_series_gets_a_further_line(administrator: Client) -> None:
    series = NoSeries.objects.get(code="CUST")
    url = reverse("admin:erp_noseries_change", args=[series.pk])
    line = {"lines-TOTAL_FORMS": "2", "lines-1-starting_date": "2027-01-01", "lines-1-starting_no": "d1"}
    more = {"lines-1-increment_by_no": "1", "lines-1-open": "on"}
    administrator.post(url, form_values(administrator.get(url), "noseries_form", **line, **more))
    lines = NoSeriesLine.objects.filter(series__code="CUST").order_by("line_no")
    assert list(lines.values_list("line_no", "starting_no")) == [(10_000, "C00010"), (20_000, "D1")]


def test_a_setup_table_opens_as_its_one_card_and_is_changed_there(administrator: Client) -> None:
    card = administrator.get("/admin/erp/generalledgersetup/")["Location"]
    values = form_values(administrator.get(card), "generalledgersetup_form", lcy_code="nok")
    administrator.post(card, values)
    assert GeneralLedgerSetup.objects.get().lcy_code == "NOK"


def test_a_setup_table_without_its_row_is_entered_once(administrator: Client) -> None:
    CompanyInformation.objects.all().delete()
    add = administrator.get("/admin/erp/companyinformation/")["Location"]
    values = form_values(administrator.get(add), "companyinformation_form", name="Northwind Traders")
    administrator.post(add, values)
    assert CompanyInformation.objects.get().name == "Northwind Traders"
    assert administrator.get(add).status_code == 403


def test_a_code_is_trimmed_and_in_capitals_and_not_taken_twice(administrator: Client) -> None:
    url = "/admin/erp/paymentterms/add/"
    administrator.post(url, {"code": " 30d ", "description": "Net 30"})
    answer = administrator.post(url, {"code": "30D"}).content.decode()
    assert "30D" in administrator.get("/admin/erp/paymentterms/").content.decode()
    assert "Nothing was saved." in answer


def test_the_company_of_a_contact_is_typed_by_its_number(order_processor: Client) -> None:
    CustomerFactory.create(name="Santé Gourmet")
    company, person = Contact.objects.get(), PersonFactory.create()
    url = reverse("admin:erp_contact_change", args=[person.pk])
    page = order_processor.get(url)
    order_processor.post(url, form_values(page, "contact_form", company=company.no.lower()))
    person.refresh_from_db()
    assert (person.company_id, person.company_name) == (company.no, "Santé Gourmet")
    offered = order_processor.get(
        "/admin/autocomplete/",
        {"app_label": "erp", "model_name": "contact", "field_name": "company", "term": "gourmet"},
    )
    assert [result["id"] for result in offered.json()["results"]] == [company.no]  # no person
