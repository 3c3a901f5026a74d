"""Customers and employees of a company from CSV files."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from crm.demo.factories import SystemUserFactory
from crm.models import Account, Contact, Organization, SystemUser, Team

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CUSTOMERS = (
    "CustomerID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,Phone,Fax\n"
    'ALFA,Alfa & Sons,Ann Mary Smith,Owner,"12 Street\nFloor 2",Oslo,,0150,Norway,1,2\n'
    "Ole2 ,IT,Ole2,IT,,,,,,,\n"
    "BETA,Beta,,,,,,,,,\n"
)
EMPLOYEES = (
    "EmployeeID,LastName,FirstName,Title,HomePhone\n"
    "1,Davolio,Nancy,Sales Representative,(206) 555-9857\n"
    "2,Müller,Jörg,Manager,\n"
)
ORDERS = (
    "OrderID,CustomerID,EmployeeID,OrderDate\n"
    "10,ALFA,1,1996-07-08 00:00:00.000\n"
    "12,ALFA,2,1997-01-01 00:00:00.000\n"
    "11,ALFA,1,1997-01-01 00:00:00.000\n"
    "13,BETA,1,1996-07-08\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("customers", CUSTOMERS), ("employees", EMPLOYEES), ("orders", ORDERS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def load(folder: Path) -> str:
    printed = StringIO()
    call_command("crm_load_company_data", str(folder), stdout=printed, stderr=StringIO())
    return printed.getvalue()


def test_a_customer_becomes_an_account_with_its_primary_contact(folder: Path) -> None:
    assert load(folder) == "3 accounts loaded.\n"
    account = Account.objects.get(accountnumber="ALFA")
    assert (account.name, account.customertypecode) == ("Alfa & Sons", 3)
    assert account.address1_line1 == "12 Street\nFloor 2"
    assert (account.address1_country, account.telephone1, account.fax) == ("Norway", "1", "2")
    person = account.primarycontactid
    assert (person.firstname, person.lastname, person.jobtitle) == ("Ann Mary", "Smith", "Owner")
    assert person.accountid == account
    assert Organization.objects.get().basecurrencyid.isocurrencycode == "USD"


def test_the_account_keeps_the_text_of_the_file(folder: Path) -> None:
    load(folder)
    account = Account.objects.get(name="IT")
    assert account.accountnumber == "Ole2 "
    assert (account.primarycontactid.firstname, account.primarycontactid.lastname) == (None, "Ole2")
    assert Account.objects.get(name="Beta").primarycontactid is None


def test_the_owner_is_the_employee_of_the_latest_order_or_the_default_team(folder: Path) -> None:
    load(folder)
    users = {user.pk: user.internalemailaddress for user in SystemUser.objects.all()}
    owners = {account.name: account.ownerid for account in Account.objects.all()}
    assert users[owners["Alfa & Sons"]] == "jorg.muller@northwind.example"
    assert users[owners["Beta"]] == "nancy.davolio@northwind.example"
    assert owners["IT"] == Team.objects.get(isdefault=True).pk
    assert Contact.objects.get(lastname="Smith").ownerid == owners["Alfa & Sons"]
    assert SystemUser.objects.get(lastname="Davolio").mobilephone == "(206) 555-9857"


def test_loading_again_adds_nothing(folder: Path) -> None:
    load(folder)
    assert load(folder) == "0 accounts loaded.\n"
    assert (Account.objects.count(), Contact.objects.count()) == (3, 2)
    assert SystemUser.objects.filter(internalemailaddress__endswith="northwind.example").count() == 2


def test_a_known_user_with_the_same_e_mail_is_taken(folder: Path) -> None:
    call_command("crm_initialize", stdout=StringIO())
    known = SystemUserFactory.create(internalemailaddress="Nancy.Davolio@northwind.example")
    load(folder)
    assert Account.objects.get(name="Beta").ownerid == known.pk


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("customers", "Alfa & Sons", "x" * 161, "customers.csv, line 2, column CompanyName"),
        ("customers", "BETA,Beta", "BETA,", "customers.csv, line 5, column CompanyName"),
        ("customers", "BETA", "alfa", "customers.csv, line 5, column CustomerID"),
        ("customers", "BETA,Beta", ",Beta", "customers.csv, line 5, column CustomerID"),
        ("customers", "Ann Mary Smith", f"Ann {'x' * 51}", "customers.csv, line 2, column ContactName"),
        ("customers", ",Norway,1,2", ",Norway,1", "customers.csv, line 2"),
        ("customers", "CompanyName", "Company", "customers.csv, line 1, column CompanyName"),
        ("customers", "BETA,Beta,,", 'BETA,"Beta,,', "customers.csv, line 5"),
        ("employees", "2,Müller", "1,Müller", "employees.csv, line 3, column EmployeeID"),
        ("employees", "2,Müller,Jörg", "2,Davolio,Nancy", "employees.csv, line 3, column LastName"),
        ("employees", "Müller", "", "employees.csv, line 3, column LastName"),
        ("orders", "12,ALFA", "x,ALFA", "orders.csv, line 3, column OrderID"),
        ("orders", "12,ALFA", "12,NONE", "orders.csv, line 3, column CustomerID"),
        ("orders", "ALFA,2", "ALFA,9", "orders.csv, line 3, column EmployeeID"),
        ("orders", "1997-01-01 00:00:00.000\n11", "soon\n11", "orders.csv, line 3, column OrderDate"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(
    folder: Path, file: str, old: str, new: str, place: str
) -> None:
    path = folder / f"{file}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError) as error:
        load(folder)
    assert str(error.value).startswith(f"{place}:"), str(error.value)
    assert not Account.objects.exists()
    assert not SystemUser.objects.filter(internalemailaddress__endswith="northwind.example").exists()


def test_a_file_in_another_encoding_or_none_at_all_is_named(folder: Path) -> None:
    (folder / "employees.csv").write_bytes(EMPLOYEES.encode("latin-1"))
    with pytest.raises(CommandError, match=r"employees.csv, line 3: The file is not in UTF-8"):
        load(folder)
    (folder / "orders.csv").unlink()
    (folder / "employees.csv").write_text(EMPLOYEES, encoding="utf-8")
    with pytest.raises(CommandError, match=r"^orders.csv: "):
        load(folder)
