"""The people of a scenario: a salesperson's program at the Web API, and two who work at the pages.

Who sells knows the CRM's Web API and nothing else; who processes orders or administers presses what the pages
offer, with the values that the pages show.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from crm.business_rules.registration import register_user
from crm.business_rules.standard_roles import SALESPERSON
from crm.models import Application, Organization
from crm_integration.connection.solution.integration_solution import PRODUCT_AVAILABILITY_ROLE
from erp.admin.roles import ORDER_PROCESSOR
from tests.crm.embedded_crm import WebApi
from tests.crm.web_api.test_sign_in_of_people import SignIn, sent_back
from tests.crm_integration.connection.signing_in import Administrator as SignedIn
from tests.crm_integration.connection.signing_in import administrator
from tests.crm_integration.stage import messages_of
from tests.erp.admin.forms import form_values
from tests.two_systems import TwoSystems

CHAIR, LINA = "1000", "LINA"
ORDER_INTEGRATION = "/admin/connection-setup/sales-order-integration/"
CRM_ORDERS = "/admin/sales-orders-crm/"
JOBS = "/admin/job-queue-entries/"


def words(answer: Any) -> str:
    """What a page says of its own, without markup, sidebar and head."""
    page = answer.content.decode().partition("<main")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def hire_karin() -> None:
    """She sells, and may see what the back office has in stock."""
    for role in (SALESPERSON, PRODUCT_AVAILABILITY_ROLE):
        register_user(
            user_name="karin",
            first_name="Karin",
            last_name="Berge",
            role=role,
            e_mail="karin@example.com",
            is_licensed=True,
        )


def browser_of(name: str) -> Client:
    """One in which somebody has signed in."""
    browser = Client()
    browser.force_login(User.objects.get_or_create(username=name)[0])
    return browser


def token_of(name: str) -> str:
    """Somebody who is at work agrees that a program works in the CRM in his or her name."""
    browser = browser_of(name)
    program, _ = Application.objects.get_or_create(name="Sales Tool", defaults={"secret_hash": ""})
    sign_in = SignIn(str(program.pk), str(Organization.objects.get().tenant_id), browser)
    code = sent_back(browser.post(sign_in.address(), {"continue": ""}))["code"]
    token: str = sign_in.redeem(code).json()["access_token"]
    return token


@dataclass
class Salesperson:
    """Karin at the Web API, in her own name. Documents are for Acme unless a customer is given."""

    api: WebApi

    # What she looks up

    def rows(self, entity_set: str, where: str, *columns: str) -> list[tuple[Any, ...]]:
        """The columns of the records that a filter finds."""
        query = f"$select={','.join(columns)}&$filter={quote(where)}"
        return [
            tuple(row[name] for name in columns) for row in self.api.get(f"{entity_set}?{query}")["value"]
        ]

    def sees(self, entity_set: str, record: Any, *columns: str) -> tuple[Any, ...]:
        """Columns of one record."""
        row = self.api.get(f"{entity_set}({record})?$select={','.join(columns)}")
        return tuple(row[name] for name in columns)

    def find(self, entity_set: str, where: str, column: str) -> Any:
        """A column of the one record that a filter finds."""
        ((value,),) = self.rows(entity_set, where, column)
        return value

    def account(self, name: str = "Acme") -> str:
        return str(self.find("accounts", f"name eq '{name}'", "accountid"))

    def option(self, table: str, column: str, label: str) -> int:
        """The value of a choice by what it is called."""
        path = f"EntityDefinitions(LogicalName='{table}')/Attributes(LogicalName='{column}')"
        kind = "Microsoft.Dynamics.CRM.PicklistAttributeMetadata"
        found = self.api.get(f"{path}/{kind}?$expand=OptionSet")["OptionSet"]["Options"]
        named = {option["Label"]["UserLocalizedLabel"]["Label"]: option["Value"] for option in found}
        return int(named[label])

    def state(self, order: UUID) -> tuple[Any, ...]:
        return self.sees("salesorders", order, "statecode", "statuscode")

    def timeline(self, order: UUID) -> list[str]:
        query = f"$select=text&$orderby=versionnumber&$filter=_regardingobjectid_value eq {order}"
        return [row["text"] for row in self.api.get(f"posts?{query}")["value"]]

    # What she sells

    def order(self, *lines: dict[str, Any], submit: bool = True, **values: Any) -> UUID:
        """An order of two chairs unless lines are given, submitted unless that is not wanted."""
        order = self.api.create("salesorders", **self.sold(**values))
        for line in lines or (self.line(),):
            self.api.create(
                "salesorderdetails", **{"salesorderid@odata.bind": f"/salesorders({order})", **line}
            )
        if submit:
            self.submit(order)
        return order

    def sold(self, **values: Any) -> dict[str, Any]:
        """The header of an order or a quote."""
        where = f"name eq '{values.pop('price_list', 'Business Central Default Price List')}'"
        prices, currency = self.rows("pricelevels", where, "pricelevelid", "_transactioncurrencyid_value")[0]
        given = {
            "name": "Canteen",
            "pricelevelid@odata.bind": f"/pricelevels({prices})",
            "transactioncurrencyid@odata.bind": f"/transactioncurrencies({currency})",
            **values,
        }
        if not any(name.startswith("customerid") for name in given):
            given["customerid_account@odata.bind"] = f"/accounts({self.account()})"
        return given

    def line(self, number: str = CHAIR, quantity: Any = 2, **values: Any) -> dict[str, Any]:
        columns = ("productid", "_defaultuomid_value")
        ((product, unit),) = self.rows("products", f"productnumber eq '{number}'", *columns)
        return {
            "productid@odata.bind": f"/products({product})",
            "uomid@odata.bind": f"/uoms({unit})",
            "quantity": quantity,
            **values,
        }

    def written_in(self, text: str, price: Any = 10, **values: Any) -> dict[str, Any]:
        known = {"isproductoverridden": True, "productdescription": text, "priceperunit": price}
        return {**known, "quantity": 1, **values}

    def change(self, entity_set: str, record: Any, **values: Any) -> Any:
        """The answer, whatever it is."""
        return self.api.call("PATCH", f"{entity_set}({record})", values)

    def submit(self, order: UUID) -> None:
        answer = self.change("salesorders", order, statecode=1, statuscode=3)
        assert answer.status_code == 204, answer.content


@dataclass
class BackOffice:
    """Somebody at the pages. What is pressed answers with the page that follows."""

    browser: Client
    said: list[str] = field(default_factory=list)

    def opens(self, address: str, /, **query: str) -> Any:
        answer = self.browser.get(address, query)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    def reads(self, address: str, /, **query: str) -> str:
        return words(self.opens(address, **query))

    def presses(self, address: str, /, **given: Any) -> Any:
        """Sends what a form would send; what the next page tells is kept in ``said``."""
        answer = self.browser.post(address, given, follow=True)
        self.said = messages_of(answer)
        return answer

    # Cards

    def card(self, record: Any) -> str:
        kind = getattr(record, "document_type", "")
        name = f"sales{kind}" if kind else record._meta.model_name
        return reverse(f"admin:erp_{name}_change", args=[record.pk])

    def shows(self, record: Any) -> str:
        return self.reads(self.card(record))

    def saves(self, record: Any, /, **entered: str) -> Any:
        """The card as it is shown, with some fields changed; ``action``: the button that was pressed."""
        address = self.card(record)
        form = f"{address.split('/')[3]}_form"
        return self.presses(address, **form_values(self.opens(address), form, **entered))

    def adds(self, table: str, /, **entered: str) -> Any:
        """A new card, with some fields filled."""
        address = reverse(f"admin:erp_{table}_add")
        return self.presses(address, **form_values(self.opens(address), f"{table}_form", **entered))

    def fields(self, record: Any, *names: str) -> dict[str, str]:
        """What stands in the fields of a card."""
        address = self.card(record)
        shown = form_values(self.opens(address), f"{address.split('/')[3]}_form")
        return {name: shown[name] for name in names}

    def lines(self, document: Any, *names: str) -> list[tuple[str, ...]]:
        """What stands in the columns of a document's lines."""
        shown = form_values(self.opens(self.card(document)), f"sales{document.document_type}_form")
        numbers = range(int(shown["lines-INITIAL_FORMS"]))
        return [tuple(shown[f"lines-{number}-{name}"] for name in names) for number in numbers]

    def acts(self, record: Any, action: str) -> Any:
        """Presses a button of the card's toolbar that needs no saving."""
        parent = self.card(record).removesuffix("change/")
        return self.presses(f"{parent}actions/{action}/")

    def acts_on(self, table: str, action: str, *records: Any) -> Any:
        """Chooses records on the list and presses an action."""
        chosen = [str(record.pk) for record in records]
        return self.presses(reverse(f"admin:erp_{table}_changelist"), action=action, _selected_action=chosen)

    def deletes(self, record: Any) -> Any:
        """*Delete*, and *Yes* on the page that asks."""
        address = f"{self.card(record).removesuffix('change/')}delete/"
        self.opens(address)
        return self.presses(address, post="yes")

    # Sales

    def creates(self, *orders: UUID) -> Any:
        """*Create in Business Central* with the orders that were chosen."""
        return self.presses(CRM_ORDERS, id=[str(order) for order in orders])

    def posts(self, document: Any, what: str = "both", **lines: str) -> Any:
        """The button *Post* of the card, which saves it, and the choice on the page that follows."""
        page = self.saves(document, action="post", **lines)
        version = str(page.context["form"]["expected_version"].value())
        return self.presses(page.redirect_chain[-1][0], what=what, posting_date="", expected_version=version)

    def registers_payment(self, invoice_entry: Any, document_no: str, amount: str = "") -> Any:
        address = f"{reverse('admin:register_payments')}?customer={invoice_entry.customer_id}"
        given = form_values(self.opens(address), "payment-form")
        chosen = {"document_no": document_no, "amount": amount, "entry": [str(invoice_entry.pk)]}
        return self.presses(address, **{**given, **chosen})

    # Jobs

    def runs(self, code: str) -> Any:
        """*Run Now* of a job queue entry."""
        return self.presses(reverse("admin:job_queue_entry_action", args=[code, "run_now"]))


def order_processor() -> BackOffice:
    """Paula."""
    user = User.objects.create(username="paula", is_staff=True)
    user.groups.set(Group.objects.filter(name=ORDER_PROCESSOR))
    browser = Client()
    browser.force_login(user)
    return BackOffice(browser)


@dataclass
class Administrator(BackOffice):
    """Kim, an administrator of both systems."""

    @classmethod
    def kim(cls) -> "Administrator":
        return cls(administrator().browser)

    def signs_in(self, page: str) -> None:
        """Presses the button of a page that needs the CRM's administrator, and agrees there."""
        person = SignedIn(self.browser)
        self.said = messages_of(person.come_back(person.agree(person.begin(page))))

    def sets_up_sales(self, **entered: str) -> Any:
        """*Sales & Receivables Setup*."""
        address = self.browser.get("/admin/erp/salesreceivablessetup/")["Location"]
        return self.presses(
            address, **form_values(self.opens(address), "salesreceivablessetup_form", **entered)
        )

    def automates(self, **switches: str) -> None:
        self.presses(ORDER_INTEGRATION, _save="1", **switches)


@dataclass
class People:
    """Who meets in a scenario, and the systems that they work in."""

    systems: TwoSystems
    karin: Salesperson
    paula: BackOffice
    kim: Administrator

    def job(self, code: str) -> None:
        """The recurring job runs, with whatever follows from it."""
        self.kim.runs(code)
        self.systems.work_all()
