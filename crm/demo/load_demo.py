"""Loads the invented company of the CRM, as often as one likes: what is there already stays as it is."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from crm import metadata
from crm.business_rules.base_currency import choose_base_currency
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.initialization import CURRENCIES, initialize_crm
from crm.business_rules.registration import grant_role
from crm.business_rules.standard_roles import SALESPERSON
from crm.business_rules.update import Change, update_records
from crm.demo.companies import (
    CRM_DEMO_RANGE,
    CRM_ONLY_USER,
    CRM_SPELLINGS,
    DEMO_BASE_CURRENCY,
    DEMO_COMPANIES,
    DEMO_SALESPEOPLE,
    DemoCompany,
    DemoSalesperson,
)
from crm.demo.identifiers import demo_id
from crm.demo.sales import load_sales
from crm.metadata import EntityReference
from crm.models import Account, SystemUser, TransactionCurrency
from crm.models.options import CUSTOMER
from crm.models.version import in_turn

Progress = Callable[[int], object]

# How much of each currency one euro buys.
_RATES: Final = {"USD": "1.09", "GBP": "0.85", "NOK": "11.61", "SEK": "11.02", "DKK": "7.46"}


@in_turn()
def load_demo(*, progress: Progress = lambda count: None) -> int:
    """Users, currencies, accounts and contacts, and what is sold; returns how many accounts came."""
    initialize_crm()
    choose_base_currency(DEMO_BASE_CURRENCY)
    caller = system_caller()
    _load_currencies(caller)
    for person in (*DEMO_SALESPEOPLE, CRM_ONLY_USER):
        _load_user(person, caller)
    known = set(Account.objects.values_list("pk", flat=True))
    numbers = [number for number in CRM_DEMO_RANGE if demo_id("account", number) not in known]
    _load_companies(numbers, caller)
    load_sales(caller)
    progress(len(numbers))
    return len(numbers)


def _load_currencies(caller: Caller) -> None:
    known = set(TransactionCurrency.objects.values_list("isocurrencycode", flat=True))
    records = [
        NewRecord(
            {
                "isocurrencycode": code,
                "currencyname": CURRENCIES[code].name,
                "currencysymbol": CURRENCIES[code].symbol,
                "currencyprecision": CURRENCIES[code].precision,
                "exchangerate": Decimal(rate),
            }
        )
        for code, rate in _RATES.items()
        if code not in known
    ]
    create_records(table=metadata.table("transactioncurrency"), records=records, caller=caller)


def _load_user(person: DemoSalesperson, caller: Caller) -> None:
    identifier = demo_id("systemuser", person.e_mail)
    if SystemUser.objects.filter(internalemailaddress_folded=person.e_mail).exists():
        return
    values = {
        "firstname": person.first_name,
        "lastname": person.last_name,
        "internalemailaddress": person.e_mail,
        "domainname": sign_in_name(person),
        "jobtitle": person.job_title,
        "mobilephone": person.mobile_phone,
    }
    record = NewRecord(values=values, id=identifier)
    (user,) = create_records(table=metadata.table("systemuser"), records=[record], caller=caller)
    grant_role(user_id=user.pk, role=SALESPERSON)


def sign_in_name(person: DemoSalesperson) -> str:
    return person.e_mail.partition("@")[0]


def _load_companies(numbers: Sequence[int], caller: Caller) -> None:
    """Accounts first, then their contacts, then the accounts' primary contacts."""
    owners, currencies = _owners(), _currencies()
    companies = {number: _spelled(number) for number in numbers}
    create_records(
        table=metadata.table("account"),
        records=[
            NewRecord(_account(company, owners, currencies), demo_id("account", number))
            for number, company in companies.items()
        ],
        caller=caller,
    )
    create_records(
        table=metadata.table("contact"),
        records=[
            NewRecord(_contact(number, company, owners, currencies), demo_id("contact", number))
            for number, company in companies.items()
        ],
        caller=caller,
    )
    primary = [
        Change(
            demo_id("account", number),
            {"primarycontactid": EntityReference("contact", demo_id("contact", number))},
        )
        for number in numbers
    ]
    update_records(table=metadata.table("account"), changes=primary, caller=caller)


def _spelled(number: int) -> DemoCompany:
    return DEMO_COMPANIES[number]._replace(**CRM_SPELLINGS.get(number, {}))


def _owners() -> dict[str, EntityReference]:
    users = dict(SystemUser.objects.values_list("internalemailaddress_folded", "pk"))
    return {person.code: EntityReference("systemuser", users[person.e_mail]) for person in DEMO_SALESPEOPLE}


def _currencies() -> dict[str, EntityReference]:
    rows = TransactionCurrency.objects.values_list("isocurrencycode", "pk")
    return {code: EntityReference("transactioncurrency", identifier) for code, identifier in rows}


def _account(
    company: DemoCompany, owners: dict[str, EntityReference], currencies: dict[str, EntityReference]
) -> dict[str, Any]:
    return {
        "name": company.name,
        "customertypecode": CUSTOMER,
        "telephone1": company.phone,
        "emailaddress1": company.e_mail,
        "websiteurl": company.website,
        **_address(company),
        "transactioncurrencyid": currencies[company.currency],
        "ownerid": owners[company.salesperson_code],
    }


def _contact(
    number: int,
    company: DemoCompany,
    owners: dict[str, EntityReference],
    currencies: dict[str, EntityReference],
) -> dict[str, Any]:
    return {
        "firstname": company.contact_first_name,
        "lastname": company.contact_last_name,
        "emailaddress1": company.contact_e_mail,
        "telephone1": company.phone,
        **_address(company),
        "parentcustomerid": EntityReference("account", demo_id("account", number)),
        "transactioncurrencyid": currencies[company.currency],
        "ownerid": owners[company.salesperson_code],
    }


def _address(company: DemoCompany) -> dict[str, str]:
    return {
        "address1_line1": company.street,
        "address1_postalcode": company.post_code,
        "address1_city": company.city,
        "address1_country": company.country,
    }


def edit_demo() -> list[str]:
    """Changes some accounts and returns their names, to look at a conflict, an error and an ordinary change.

    The phone of one is changed, which another system may have changed too; one moves to a country that nobody
    knows; one gets another e-mail address. Accounts that are not there are left out.
    """
    edits: dict[int, dict[str, Any]] = {
        20: {"telephone1": "+1 207 555 0777"},
        30: {"emailaddress1": "orders@molenwiek.example"},
        34: {"address1_country": "Atlantis"},
    }
    known = dict(Account.objects.values_list("pk", "name"))
    changes = [
        Change(demo_id("account", number), values)
        for number, values in edits.items()
        if demo_id("account", number) in known
    ]
    update_records(table=metadata.table("account"), changes=changes, caller=system_caller())
    return [known[change.id] or "" for change in changes]
