"""Every entity set is listed, entered, changed and deleted in the same way."""

from typing import Any

import pytest

from erp.operations.create_contacts import create_contacts
from erp.operations.create_currencies import create_currencies
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.post_item_journal import post_item_journal
from erp.rest_api.entities import ENTITIES
from tests.erp.rest_api.caller import Caller, error_of

# What is entered, what is changed of it, and what is refused, by entity set.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "customers": ({"displayName": "Santé"}, {"city": "Oslo"}, {"city": 5}),
    "contacts": ({"displayName": "Santé"}, {"city": "Oslo"}, {"type": "Robot"}),
    "items": ({"displayName": "Chair", "unitPrice": 12.5}, {"blocked": True}, {"unitPrice": -1}),
    "unitsOfMeasure": ({"code": "BOX"}, {"displayName": "Box"}, {"displayName": "x" * 51}),
    "currencies": ({"code": "NOK", "symbol": "kr"}, {"displayName": "Krone"}, {"amountRoundingPrecision": 0}),
    "currencyExchangeRates": (
        {
            "currencyCode": "EUR",
            "startingDate": "2026-01-01",
            "exchangeRateAmount": 1,
            "relationalExchangeRateAmount": 11.75,
        },
        {"relationalExchangeRateAmount": 11.5},
        {"startingDate": "0001-01-01"},
    ),
    "paymentTerms": ({"code": "30D"}, {"dueDateCalculation": "30D"}, {"dueDateCalculation": None, "x": 1}),
    "shipmentMethods": ({"code": "EXW"}, {"displayName": "Ex works"}, {"displayName": []}),
    "salespeoplePurchasers": ({"displayName": "Karin Berge"}, {"email": "k@x.example"}, {"email": "k"}),
    "opportunities": (
        {"description": "Chairs", "estimatedClosingDate": "2026-12-24"},
        {"status": "In Progress", "estimatedValue": 500},
        {"estimatedClosingDate": "24.12.2026"},
    ),
}


def test_every_entity_set_has_its_case() -> None:
    assert CASES.keys() <= {entity.name for entity in ENTITIES}


@pytest.mark.parametrize("name", CASES)
def test_a_record_is_entered_listed_changed_and_deleted(api: Caller, name: str) -> None:
    create_currencies(rows=[{"code": "EUR"}])
    entered, change, refused = CASES[name]
    made = api.made(name, entered)
    assert entered.items() <= made.items()
    path = f"{name}({made['id']})"
    assert api.get(path).json() == made
    own = {key: value for key, value in made.items() if key != "@odata.context"}
    assert own in api.rows(f"{name}?$filter=id eq {made['id']}&$orderby=lastModifiedDateTime desc")
    changed = api.patch(path, change, etag=made["@odata.etag"])
    assert changed.status_code == 200, changed.content
    assert changed.json() != made
    assert error_of(api.patch(path, refused))[0] == 400
    assert api.get(path).json() == changed.json()
    assert error_of(api.delete(path, etag=made["@odata.etag"])) == (409, "Request_EntityChanged")
    assert api.delete(path, etag=changed.json()["@odata.etag"]).status_code == 204
    assert error_of(api.get(path)) == (404, "Internal_RecordNotFound")


def test_an_option_goes_out_escaped_and_is_understood_with_and_without(api: Caller) -> None:
    made = api.made("items", {"type": "Non-Inventory"})
    assert made["type"] == "Non_x002D_Inventory"
    assert api.patch(f"items({made['id']})", {"type": "service"}).json()["type"] == "Service"
    again = api.patch(f"items({made['id']})", {"type": "Non_x002D_Inventory"}).json()
    for written in ("Non-Inventory", "Non_x002D_Inventory"):
        assert [row["id"] for row in api.rows(f"items?$filter=type eq '{written}'")] == [again["id"]]


def test_the_inventory_of_an_item_is_the_sum_of_its_entries(api: Caller) -> None:
    create_units_of_measure(rows=[{"code": "PCS"}])
    item = api.made("items", {"displayName": "Chair", "baseUnitOfMeasureCode": "PCS"})
    line = {"posting_date": "2026-05-01", "document_no": "J1", "item_no": item["number"], "quantity": 7}
    create_item_journal_lines(rows=[{**line, "entry_type": "positive_adjmt"}])
    post_item_journal()
    assert [row["inventory"] for row in api.rows("items?$select=inventory")] == [7]
    (unit,) = api.rows("unitsOfMeasure")
    assert item["baseUnitOfMeasureId"] == unit["id"]


def test_a_person_of_a_customer_is_a_contact_of_a_customer(api: Caller) -> None:
    api.made("customers", {"displayName": "Santé"})
    (company,) = api.rows("contacts")
    person = api.made("contacts", {"type": "Person", "displayName": "Jo", "companyNumber": company["number"]})
    create_contacts(rows=[{"name": "Nobody's customer"}])
    relations = {row["displayName"]: row["contactBusinessRelation"] for row in api.rows("contacts")}
    assert relations == {"Santé": "Customer", "Jo": "Customer", "Nobody's customer": "None"}
    assert person["companyName"] == "Santé"


def test_an_opportunity_that_is_lost_stays_as_it_is(api: Caller) -> None:
    (contact,) = create_contacts(rows=[{"name": "Santé"}])
    made = api.made(
        "opportunities", {"contactNumber": contact.no, "chancesOfSuccessPrc": 50, "estimatedValue": 9}
    )
    assert (made["contactName"], made["status"], made["closed"]) == ("Santé", "Not_x0020_Started", False)
    assert (made["calculatedCurrentValue"], made["dateClosed"]) == (4.5, "0001-01-01")
    path = f"opportunities({made['id']})"
    lost = api.patch(path, {"status": "Lost"}).json()
    assert lost["closed"] is True
    assert [row["id"] for row in api.rows("opportunities?$filter=closed eq true")] == [made["id"]]
    assert api.rows("opportunities?$filter=closed ne true") == []
    assert lost["dateClosed"] == lost["creationDate"]
    assert error_of(api.patch(path, {"description": "Again"})) == (
        400,
        "Application_FieldValidationException",
    )
    assert api.rows("opportunities?$filter=dateClosed eq 0001-01-01") == []
