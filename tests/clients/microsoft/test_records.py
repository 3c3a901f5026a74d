"""Records: create, read, change, delete, one by one and many at once."""

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.upsert import UpsertItem

COUNT = 25


def test_a_record_is_created_read_changed_and_deleted(client: DataverseClient, mark: str) -> None:
    id = client.records.create("account", {"Name": f"A {mark}", "Revenue": 1234.5, "NumberOfEmployees": 3})
    client.records.update("account", id, {"telephone1": "555-0100"})
    found = client.records.retrieve("account", id, select=["name", "telephone1", "revenue"])
    assert (found["name"], found["telephone1"], found["revenue"]) == (f"A {mark}", "555-0100", 1234.5)
    client.records.delete("account", id)
    assert client.records.retrieve("account", id, select=["name"]) is None


def test_a_label_stands_for_the_value_of_an_option(client: DataverseClient, mark: str) -> None:
    id = client.records.create("account", {"name": f"A {mark}", "customertypecode": "Customer"})
    found = client.records.retrieve(
        "account",
        id,
        select=["customertypecode"],
        include_annotations="OData.Community.Display.V1.FormattedValue",
    )
    assert found["customertypecode"] == 3
    assert found["customertypecode@OData.Community.Display.V1.FormattedValue"] == "Customer"


def test_lookups_are_bound_and_expanded(client: DataverseClient, mark: str) -> None:
    account = client.records.create("account", {"name": f"A {mark}"})
    bind = {"parentcustomerid_account@odata.bind": f"/accounts({account})"}
    contact = client.records.create("contact", {"lastname": f"C {mark}", **bind})
    client.records.update("account", account, {"primarycontactid@odata.bind": f"/contacts({contact})"})
    found = client.records.retrieve(
        "account", account, select=["name"], expand=["primarycontactid($select=lastname)"]
    )
    assert found["primarycontactid"]["lastname"] == f"C {mark}"


def test_many_records_are_created_changed_and_deleted_at_once(client: DataverseClient, mark: str) -> None:
    rows = [{"name": f"A {mark} {number:02}", "numberofemployees": number} for number in range(COUNT)]
    ids = client.records.create("account", rows)
    assert len(set(ids)) == COUNT
    client.records.update("account", ids, {"telephone1": "555"})
    client.records.update("account", ids[:2], [{"address1_city": "Oslo"}, {"address1_city": "York"}])
    found = client.records.list(
        "account",
        select=["name", "telephone1", "address1_city"],
        filter=f"startswith(name,'A {mark}')",
        orderby=["name"],
    )
    assert {row["telephone1"] for row in found} == {"555"}
    assert [row["address1_city"] for row in found][:3] == ["Oslo", "York", None]
    assert client.records.delete("account", ids)


def test_records_are_upserted_by_an_alternate_key(client: DataverseClient, mark: str) -> None:
    items = [UpsertItem({"accountnumber": f"K{mark}{n}"}, {"name": f"A {mark} {n}"}) for n in range(3)]
    client.records.upsert("account", items[:1])
    client.records.upsert("account", items)
    client.records.upsert("account", [UpsertItem(items[0].alternate_key, {"name": f"B {mark}"})])
    found = client.records.list(
        "account", select=["name"], filter=f"startswith(accountnumber,'K{mark}')", orderby=["accountnumber"]
    )
    assert [row["name"] for row in found] == [f"B {mark}", f"A {mark} 1", f"A {mark} 2"]


def test_what_is_wrong_comes_with_dataverses_codes(client: DataverseClient) -> None:
    with pytest.raises(HttpError) as unknown_column:
        client.records.create("account", {"name": "A", "no_such_column": 1})
    assert unknown_column.value.status_code == 400
    with pytest.raises(HttpError) as too_long:
        client.records.create("account", {"name": "x" * 161})
    assert (too_long.value.status_code, too_long.value.details["service_error_code"]) == (400, "0x80044331")
    with pytest.raises(HttpError) as missing:
        client.records.update("account", "00000000-0000-0000-0000-000000000001", {"name": "A"})
    assert (missing.value.status_code, missing.value.details["service_error_code"]) == (404, "0x80040217")
