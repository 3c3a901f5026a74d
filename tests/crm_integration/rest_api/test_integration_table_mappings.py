"""Other software reads how tables and fields are mapped."""

import pytest

from crm_integration.mappings.registry import MAPPINGS
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_all_mappings_are_listed_in_their_order_page_by_page(api: Caller) -> None:
    whole = api.rows("integrationTableMappings?$select=name")
    assert {row["name"] for row in whole} == set(MAPPINGS)
    page = api.get("integrationTableMappings?$select=name&$count=true", Prefer="odata.maxpagesize=5").json()
    found = page["value"]
    assert page["@odata.count"] == len(MAPPINGS)
    while "@odata.nextLink" in page:
        page = api.get(page["@odata.nextLink"], Prefer="odata.maxpagesize=5").json()
        found += page["value"]
    assert found == whole


def test_a_mapping_tells_its_tables_its_direction_and_its_filters(api: Caller) -> None:
    found = api.get("integrationTableMappings('CUSTOMER')").json()
    told = ("name", "table", "integrationTable", "direction", "enabled", "lastFullSynchDateTime")
    assert [found[name] for name in told] == [
        *("CUSTOMER", "customer", "account", "Bidirectional", True),
        "0001-01-01T00:00:00Z",
    ]
    assert isinstance(found["integrationTableFilter"], dict)
    (same,) = api.rows(
        "integrationTableMappings?$filter=table eq 'customer' and direction eq 'Bidirectional'"
    )
    assert same["name"] == "CUSTOMER"


def test_the_fields_of_a_mapping_are_read_like_its_table(api: Caller) -> None:
    rows = api.rows("integrationTableMappings('CUSTOMER')/integrationFieldMappings")
    assert {row["integrationTableMapping"] for row in rows} == {"CUSTOMER"}
    (phone,) = [row for row in rows if row["field"] == "phone_no"]
    told = ("integrationTableField", "direction", "enabled")
    assert [phone[name] for name in told] == ["telephone1", "Bidirectional", True]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("integrationTableMappings('NOWHERE')", (404, "Internal_RecordNotFound")),
        ("integrationTableMappings('NOWHERE')/integrationFieldMappings", (404, "Internal_RecordNotFound")),
        ("integrationTableMappings(CUSTOMER)", (400, "BadRequest")),
        ("integrationTableMappings?$filter=shoeSize eq 7", (400, "BadRequest_NotFound")),
        ("integrationTableMappings?$filter=tableFilter eq 'x'", (400, "Application_FilterErrorException")),
        ("integrationTableMappings?$expand=couplings", (400, "BadRequest_InvalidRequestUrl")),
        ("couplings(7)", (400, "Application_InvalidGUID")),
        ("couplings?$filter=state eq 'Married'", (400, "Application_FilterErrorException")),
        ("couplings?$skiptoken=x", (400, "BadRequest_InvalidRequestUrl")),
        ("nothing", (404, "BadRequest_ResourceNotFound")),
    ],
)
def test_what_is_not_there_is_said(api: Caller, path: str, expected: tuple[int, str]) -> None:
    assert error_of(api.get(path)) == expected


def test_the_service_document_names_what_can_be_read(api: Caller) -> None:
    for found in api.rows(""):
        assert api.get(found["url"]).status_code == 200
