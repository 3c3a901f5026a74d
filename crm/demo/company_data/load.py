"""Loads a company's customers and employees; all of them or, if a row is bad, none."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.business_rules.base_currency import choose_base_currency
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.initialization import default_team_id, initialize_crm
from crm.business_rules.registration import grant_role
from crm.business_rules.standard_roles import SALESPERSON
from crm.business_rules.update import Change, update_records
from crm.demo.company_data.csv_rows import read_rows
from crm.demo.company_data.plan import (
    COLUMNS,
    CUSTOMERS,
    EMPLOYEES,
    ORDERS,
    CompanyCustomer,
    plan_customers,
    plan_employees,
    plan_users,
)
from crm.metadata import EntityReference
from crm.models import Account, SystemUser
from crm.models.fields import fold, new_id
from crm.models.version import in_turn

_LOCAL_CURRENCY: Final = "USD"
_CHUNK: Final = 500


def load_company_data(folder: Path, *, progress: Callable[[int], object] = lambda done: None) -> int:
    """Returns how many accounts came; those whose number is known stay. Raises CompanyDataRefused."""
    rows = {file: read_rows(folder / file, columns) for file, columns in COLUMNS.items()}
    with in_turn():
        initialize_crm()
        choose_base_currency(_LOCAL_CURRENCY)
        users = plan_users(rows[EMPLOYEES])
        customers = plan_customers(rows[CUSTOMERS])
        employees = plan_employees(rows[ORDERS], users, customers)
        caller = system_caller()
        owners = _owners(employees, _load_users(users, caller))
        known = set(Account.objects.values_list("accountnumber_folded", flat=True))
        new = [
            (number, customer)
            for number, customer in customers.items()
            if fold(customer.account["accountnumber"]).rstrip(" ") not in known
        ]
        for start in range(0, len(new), _CHUNK):
            _load_customers(new[start : start + _CHUNK], owners, caller)
            progress(len(new[start : start + _CHUNK]))
    return len(new)


def count_customers(folder: Path) -> int:
    return len(read_rows(folder / CUSTOMERS, COLUMNS[CUSTOMERS]))


def _load_users(users: Mapping[str, dict[str, Any]], caller: Caller) -> dict[str, EntityReference]:
    """The users by EmployeeID; those with a known e-mail address stay as they are."""
    known = dict(SystemUser.objects.values_list("internalemailaddress_folded", "pk"))
    owners = {}
    for employee, values in users.items():
        identifier = known.get(values["internalemailaddress"]) or _create_user(values, caller)
        owners[employee] = EntityReference("systemuser", identifier)
    return owners


def _create_user(values: dict[str, Any], caller: Caller) -> UUID:
    (user,) = create_records(table=metadata.table("systemuser"), records=[NewRecord(values)], caller=caller)
    grant_role(user_id=user.pk, role=SALESPERSON)
    return user.pk


def _owners(employees: Mapping[str, str], users: Mapping[str, EntityReference]) -> dict[str, EntityReference]:
    """The owners by customer number."""
    return {customer: users[employee] for customer, employee in employees.items()}


def _load_customers(
    customers: Sequence[tuple[str, CompanyCustomer]], owners: Mapping[str, EntityReference], caller: Caller
) -> None:
    """Accounts, contacts, then the accounts' primary contacts; the default team owns what nobody does."""
    team = EntityReference("team", default_team_id())
    accounts, contacts, primary = [], [], []
    for number, customer in customers:
        owner = {"ownerid": owners.get(number, team)}
        account_id, contact_id = new_id(), new_id()
        accounts.append(NewRecord({**customer.account, **owner}, account_id))
        if customer.contact is not None:
            company = {"parentcustomerid": EntityReference("account", account_id)}
            contacts.append(NewRecord({**customer.contact, **company, **owner}, contact_id))
            primary.append(Change(account_id, {"primarycontactid": EntityReference("contact", contact_id)}))
    create_records(table=metadata.table("account"), records=accounts, caller=caller)
    create_records(table=metadata.table("contact"), records=contacts, caller=caller)
    update_records(table=metadata.table("account"), changes=primary, caller=caller)
