"""Every route and action has its row in docs/permissions.md; whether it is true, tests/permissions shows."""

from tests.permissions import table
from tests.permissions.actions import permissions
from tests.permissions.routes import CRM_API, ERP_API, ODATA, is_of_table, methods_of, routes, tables

REST = {"REST API of the back office": ERP_API, "REST API of the integration": CRM_API}


def placed() -> set[str]:
    """The addresses that have a row; one that ends in … stands for everything below."""
    sections = ("Records", "Pages", *REST, "Web services", "Without signing in", "The CRM")
    return {address for section in sections for address in table.rows(section)}


def is_placed(address: str, by: set[str]) -> bool:
    below = tuple(row.removesuffix("…") for row in by if row.endswith("…"))
    return address in by or address.startswith(below) or is_of_table(address)


def test_every_route_has_its_row() -> None:
    by = placed()
    new = sorted(address for address in routes() if not is_placed(address, by))
    assert not new, f"Say in docs/permissions.md who may do what at {new}."


def test_no_row_stands_for_what_is_not_there() -> None:
    known = {*routes(), *tables()}
    gone = {
        row
        for row in placed()
        if row not in known and not any(address.startswith(row.removesuffix("…")) for address in known)
    }
    assert gone == set()


def test_every_table_of_records_has_its_row() -> None:
    assert set(table.rows("Records")) == set(tables())


def test_every_action_has_its_row() -> None:
    assert set(table.rows("Actions")) == set(permissions())


def test_the_rows_of_the_rest_apis_name_what_is_offered() -> None:
    rows = {address: row.verbs for section in REST for address, row in table.rows(section).items()}
    assert rows == {address: methods_of(address) for address in rows}


def test_every_api_is_in_its_section() -> None:
    for section, root in {**REST, "Web services": ODATA}.items():
        assert {address for address in table.rows(section) if not address.startswith(root)} == set()
