"""Loading a company from CSV files."""

import os
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from erp.models import Contact, Customer, GeneralLedgerSetup, Item, Salesperson
from erp.operations.save_setup import save_setup
from erp.queries.item_availability import with_inventory

pytestmark = pytest.mark.django_db

CUSTOMERS = (
    "CustomerID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,Phone,Fax\n"
    "ALFKI,Alfreds Futterkiste,Maria Anders,Owner,Obere Str. 57,Berlin,,12209,Germany,030-0074321,\n"
    'Val2 ,IT,Val2,IT,"Street 1\nBackyard",,,,,,\n'
)
EMPLOYEES = "EmployeeID,LastName,FirstName,Title,HomePhone\n1,Davolio,Nancy,Manager,555\n2,Dahl,Nils,,\n"
ORDERS = (
    "OrderID,CustomerID,EmployeeID,OrderDate\n"
    "10,ALFKI,1,1996-07-08 00:00:00.000\n"
    "12,ALFKI,2,1997-07-08\n"
    "11,ALFKI,1,1997-07-08\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with good files."""
    write(tmp_path)
    return tmp_path


def write(folder: Path, **changed: Any) -> None:
    """Writes the three files; ``changed`` holds other contents by file name."""
    for name, content in {
        "customers": CUSTOMERS,
        "employees": EMPLOYEES,
        "orders": ORDERS,
        **changed,
    }.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)


def load(folder: Path) -> str:
    """Runs the command and returns what it says."""
    out = StringIO()
    call_command("erp_load_company_data", folder, stdout=out)
    return out.getvalue()


def test_customers_come_with_a_person_as_primary_contact_and_the_salesperson_of_their_latest_order(
    folder: Path,
) -> None:
    assert load(folder) == "2 customers loaded into the back office.\n"
    rows = Customer.objects.order_by("no").values_list(
        "no", "name", "address", "country_region__code", "salesperson__code", "contact"
    )
    assert list(rows) == [
        ("ALFKI", "Alfreds Futterkiste", "Obere Str. 57", "DE", "ND2", "Maria Anders"),
        ("VAL2", "IT", "Street 1\nBackyard", None, None, "Val2"),
    ]
    persons = Contact.objects.filter(type="person").order_by("no")
    assert [(p.first_name, p.surname, p.job_title, p.company_name) for p in persons] == [
        ("Maria", "Anders", "Owner", "Alfreds Futterkiste"),
        ("", "Val2", "IT", "IT"),
    ]
    assert list(Customer.objects.order_by("no").values_list("primary_contact__no", flat=True)) == [
        person.no for person in persons
    ]
    assert set(Salesperson.objects.values_list("code", "name", "e_mail")) == {
        ("ND", "Nancy Davolio", "nancy.davolio@northwind.example"),
        ("ND2", "Nils Dahl", "nils.dahl@northwind.example"),
    }
    assert GeneralLedgerSetup.objects.get().lcy_code == "USD"


def test_loading_again_changes_nothing_and_keeps_what_people_have_set(folder: Path) -> None:
    load(folder)
    save_setup(model=GeneralLedgerSetup, values={"lcy_code": "NOK"})
    before = set(Customer.objects.values_list("id", "row_version")) | set(
        Contact.objects.values_list("id", "no")
    )
    assert load(folder) == "0 customers loaded into the back office.\n"
    after = set(Customer.objects.values_list("id", "row_version")) | set(
        Contact.objects.values_list("id", "no")
    )
    assert (before, GeneralLedgerSetup.objects.get().lcy_code) == (after, "NOK")
    assert Salesperson.objects.count() == 2


def test_customers_without_orders_have_no_salesperson(tmp_path: Path) -> None:
    write(tmp_path, orders=ORDERS.splitlines()[0])
    load(tmp_path)
    assert set(Customer.objects.values_list("salesperson", flat=True)) == {None}


def replaced(text: str, old: str, new: str) -> str:
    """The text with a part replaced that must be in it."""
    assert old in text
    return text.replace(old, new)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown country": (
        {"customers": replaced(CUSTOMERS, "Germany", "Atlantis")},
        r"customers\.csv, line 2, column Country: “Atlantis” is not a country",
    ),
    "too long": (
        {"customers": replaced(CUSTOMERS, "Berlin", "B" * 31)},
        r"customers\.csv, line 2, column City: City must not be longer than 30 characters",
    ),
    "after a value of two lines": (
        {"customers": CUSTOMERS + "X,Y,Z Z,,,,,,Atlantis,,\n"},
        r"customers\.csv, line 5, column Country",
    ),
    "letters in a phone number": (
        {"customers": replaced(CUSTOMERS, "030-0074321", "call me")},
        r"line 2, column Phone: Phone No. must not contain letters",
    ),
    "title too long": (
        {"customers": replaced(CUSTOMERS, "Owner", "O" * 31)},
        r"line 2, column ContactTitle: Job Title must not be longer",
    ),
    "no number": ({"customers": replaced(CUSTOMERS, "ALFKI", " ")}, r"line 2, column CustomerID"),
    "number twice": (
        {"customers": replaced(CUSTOMERS, "ALFKI", "VAL2")},
        r"line 3, column CustomerID: .*VAL2 .*twice",
    ),
    "missing column": (
        {"customers": replaced(CUSTOMERS, ",City,", ",Town,")},
        r"customers\.csv, line 1, column City: The column is missing",
    ),
    "column twice": (
        {"employees": replaced(EMPLOYEES, "Title", "HomePhone")},
        r"employees\.csv, line 1, column",
    ),
    "short row": (
        {"orders": ORDERS + "13,ALFKI\n"},
        r"orders\.csv, line 5: The row has 2 values, the header has 4",
    ),
    "open quotation mark": ({"customers": CUSTOMERS + '"open'}, r"customers\.csv, line 5: Not a CSV record"),
    "wrong encoding": (
        {"customers": replaced(CUSTOMERS, "Futterkiste", "Fütterkiste").encode("latin-1")},
        r"customers\.csv, line 2: The text is not in UTF-8",
    ),
    "nul": ({"customers": replaced(CUSTOMERS, "Berlin", "Ber\x00lin")}, r"customers\.csv, line 2"),
    "empty file": ({"employees": ""}, r"employees\.csv, line 1, column EmployeeID: The column is missing"),
    "no employee number": (
        {"employees": replaced(EMPLOYEES, "2,Dahl", "1,Dahl")},
        r"line 3, column EmployeeID",
    ),
    "no last name": (
        {"employees": replaced(EMPLOYEES, "Dahl", "")},
        r"employees\.csv, line 3, column LastName",
    ),
    "name twice": (
        {"employees": replaced(EMPLOYEES, "Dahl,Nils", "Davolio,Nancy")},
        r"line 3, column LastName",
    ),
    "long job title": (
        {"employees": replaced(EMPLOYEES, "Manager", "M" * 31)},
        r"employees\.csv, line 2, column Title",
    ),
    "bad date": (
        {"orders": replaced(ORDERS, "1997-07-08\n11", "soon\n11")},
        r"orders\.csv, line 3, column OrderDate",
    ),
    "bad order number": (
        {"orders": replaced(ORDERS, "12,", "twelve,")},
        r"orders\.csv, line 3, column OrderID",
    ),
    "unknown customer": (
        {"orders": ORDERS + "13,NOBODY,1,1999-01-01\n"},
        r"orders\.csv, line 5, column CustomerID",
    ),
    "unknown employee": (
        {"orders": replaced(ORDERS, "ALFKI,2", "ALFKI,9")},
        r"orders\.csv, line 3, column EmployeeID",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_named_by_file_line_and_column_and_nothing_is_loaded(tmp_path: Path, case: str) -> None:
    changed, message = BAD[case]
    write(tmp_path, **changed)
    with pytest.raises(CommandError, match=message):
        load(tmp_path)
    assert not Customer.objects.exists()
    assert not Contact.objects.exists()
    assert not Salesperson.objects.exists()
    assert not GeneralLedgerSetup.objects.exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^There is no folder .*nowhere\.$"):
        load(tmp_path / "nowhere")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, customers=("\ufeff" + CUSTOMERS.replace("\n", "\r\n")))
    assert load(tmp_path).startswith("2 customers")


PRODUCTS = (
    "ProductID,ProductName,QuantityPerUnit,UnitPrice,UnitsInStock,Discontinued,Supplier\n"
    "1,Chai,10 boxes x 20 bags,18,39,0,Exotic Liquids\n"
    "5,Gumbo Mix,36 boxes,21.35,0,1,New Orleans Cajun Delights\n"
)


def stock() -> dict[str, Any]:
    """What is in stock by item."""
    return {item.no: item.inventory for item in with_inventory(Item.objects.all())}


def test_products_become_items_in_pieces_with_what_is_in_stock(tmp_path: Path) -> None:
    write(tmp_path, products=PRODUCTS)
    assert load(tmp_path).endswith("\n2 items loaded into the back office.\n")
    values = ("no", "description", "description_2", "unit_price", "vendor_name", "blocked")
    assert list(Item.objects.order_by("no").values_list(*values)) == [
        ("1", "Chai", "10 boxes x 20 bags", 18, "Exotic Liquids", False),
        ("5", "Gumbo Mix", "36 boxes", Decimal("21.35"), "New Orleans Cajun Delights", False),
    ]
    assert set(Item.objects.values_list("base_unit_of_measure__code", flat=True)) == {"PCS"}
    assert stock() == {"1": 39, "5": 0}


def test_loading_products_again_changes_nothing_and_discontinued_ones_are_blocked_when_asked(
    tmp_path: Path,
) -> None:
    write(tmp_path, products=PRODUCTS)
    load(tmp_path)
    versions = set(Item.objects.values_list("no", "row_version"))
    assert load(tmp_path) == "0 customers loaded into the back office.\n"
    assert (set(Item.objects.values_list("no", "row_version")), stock()) == (versions, {"1": 39, "5": 0})
    call_command("erp_load_company_data", tmp_path, "--discontinue", stdout=StringIO())
    assert dict(Item.objects.values_list("no", "blocked")) == {"1": False, "5": True}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("39", "many", "line 2, column UnitsInStock: “many” is not a number"),
        ("39", "-1", "line 2, column UnitsInStock: Quantity must be greater than zero"),
        ("\n5,", "\n1,", "line 3, column ProductID"),
        ("21.35", "dear", "line 3, column UnitPrice"),
        ("36 boxes", "b" * 51, "line 3, column QuantityPerUnit: Description 2 must not be longer"),
    ],
)
def test_a_bad_product_is_named_and_nothing_is_loaded(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    write(tmp_path, products=replaced(PRODUCTS, old, new))
    with pytest.raises(CommandError, match=message):
        load(tmp_path)
    assert not Customer.objects.exists()
    assert not Item.objects.exists()


@pytest.mark.skipif("NORTHWIND_DIR" not in os.environ, reason="NORTHWIND_DIR does not say where Northwind is")
def test_northwind_is_loaded_whole(django_assert_max_num_queries: Callable[..., Any]) -> None:
    assert load(Path(os.environ["NORTHWIND_DIR"])).startswith("93 customers")
    codes = set(Salesperson.objects.values_list("code", flat=True))
    assert codes == {"ND", "AF", "JL", "MP", "SB", "MS", "RK", "LC", "AD"}
    assert Customer.objects.exclude(primary_contact=None).count() == 93
    assert Contact.objects.filter(type="person").count() == 93
    assert Customer.objects.get(no="AROUT").country_region_id == "GB"
    assert Item.objects.count() == 77
    assert sum(stock().values()) == 3119
    assert not Item.objects.filter(blocked=True).exists()
