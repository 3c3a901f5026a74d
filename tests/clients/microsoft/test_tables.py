"""Tables: made, described, changed and removed, with columns, relationships and alternate keys."""

from collections.abc import Iterator
from enum import IntEnum

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.relationship import ManyToManyRelationshipMetadata
from PowerPlatform.Dataverse.models.upsert import UpsertItem


class Grade(IntEnum):
    GOOD = 1
    BAD = 2


COLUMNS = {
    "new_Code": {"type": "string", "max_length": 40},
    "new_Remark": "memo",
    "new_Pieces": {"type": "int", "min_value": 0, "max_value": 100},
    "new_Price": "decimal",
    "new_Weight": "float",
    "new_Due": "datetime",
    "new_IsOpen": "bool",
    "new_Grade": Grade,
}


@pytest.fixture(scope="module")
def table(client: DataverseClient) -> Iterator[str]:
    made = client.tables.create("new_Machine", COLUMNS, display_name="Machine")
    assert (made.logical_name, made.entity_set_name) == ("new_machine", "new_machines")
    yield "new_Machine"
    client.tables.delete("new_Machine")
    assert client.tables.get("new_Machine") is None


def test_records_of_a_new_table(client: DataverseClient, table: str) -> None:
    values = {
        "new_name": "Press",
        "new_code": "P1",
        "new_pieces": 7,
        "new_price": 12.34,
        "new_weight": 1.5,
        "new_due": "2026-06-01",
        "new_isopen": True,
        "new_grade": 2,
    }
    id = client.records.create(table, values)
    found = client.records.retrieve(table, id, select=list(values))
    assert {name: found[name] for name in values if name != "new_due"} == {
        name: value for name, value in values.items() if name != "new_due"
    }
    assert found["new_due"].startswith("2026-06-01")
    assert [
        row["new_name"] for row in client.records.list(table, select=["new_name"], filter="new_grade eq 2")
    ]


def test_limits_of_a_new_column_hold(client: DataverseClient, table: str) -> None:
    for wrong in ({"new_pieces": 101}, {"new_code": "x" * 41}, {"new_grade": 3}):
        with pytest.raises(HttpError) as refused:
            client.records.create(table, {"new_name": "Press", **wrong})
        assert refused.value.status_code == 400


def test_columns_are_added_changed_and_removed(client: DataverseClient, table: str) -> None:
    assert client.tables.add_columns(table, {"new_Colour": "string", "new_Speed": "int"})
    client.tables.update_column(table, "new_Colour", {"max_length": 500, "display_name": "Colour of it"})
    column = client.tables.get_column(table, "new_colour", typed=True)
    assert column is not None
    assert column["MaxLength"] == 500
    client.tables.remove_columns(table, ["new_Colour", "new_Speed"])
    assert client.tables.get_column(table, "new_colour") is None


def test_columns_are_described(client: DataverseClient, table: str) -> None:
    plain = {item["LogicalName"]: item for item in client.tables.list_columns(table)}
    assert {name: plain[name]["AttributeType"] for name in ("new_code", "new_pieces", "new_grade")} == {
        "new_code": "String",
        "new_pieces": "Integer",
        "new_grade": "Picklist",
    }
    typed = {item["LogicalName"]: item for item in client.tables.list_columns(table, typed=True)}
    assert (typed["new_pieces"]["MinValue"], typed["new_pieces"]["MaxValue"]) == (0, 100)
    strings = client.tables.list_columns(
        "account",
        select=["LogicalName"],
        filter="AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'String'",
    )
    assert "name" in {item["LogicalName"] for item in strings}


def test_a_lookup_ties_two_tables(client: DataverseClient, table: str) -> None:
    made = client.tables.create_lookup_field(table, "new_AccountId", "account", display_name="Owner of it")
    account = client.records.create("account", {"name": "Machine owner"})
    bind = {"new_AccountId@odata.bind": f"/accounts({account})"}
    id = client.records.create(table, {"new_name": "Lathe", **bind})
    found = client.records.retrieve(table, id, select=["new_name"], expand=["new_AccountId($select=name)"])
    assert found["new_AccountId"]["name"] == "Machine owner"
    known = client.tables.get_relationship(made.relationship_schema_name)
    assert known is not None
    schema_names = {item["SchemaName"] for item in client.tables.list_table_relationships(table)}
    assert made.relationship_schema_name in schema_names
    client.tables.delete_relationship(known.relationship_id)
    assert client.tables.get_relationship(made.relationship_schema_name) is None


def test_many_to_many(client: DataverseClient, table: str) -> None:
    relationship = ManyToManyRelationshipMetadata(
        schema_name="new_machine_contact", entity1_logical_name="new_machine", entity2_logical_name="contact"
    )
    made = client.tables.create_many_to_many_relationship(relationship)
    assert made.relationship_id
    client.tables.delete_relationship(made.relationship_id)


def test_an_alternate_key_names_records(client: DataverseClient, table: str) -> None:
    key = client.tables.create_alternate_key(table, "new_CodeKey", ["new_code"])
    assert [item.schema_name for item in client.tables.get_alternate_keys(table)] == ["new_CodeKey"]
    client.records.upsert(table, [UpsertItem({"new_code": "U1"}, {"new_name": "One"})])
    client.records.upsert(table, [UpsertItem({"new_code": "U1"}, {"new_name": "Two"})])
    (found,) = client.records.list(table, select=["new_name"], filter="new_code eq 'U1'")
    assert found["new_name"] == "Two"
    client.tables.delete_alternate_key(table, key.metadata_id)
    assert client.tables.get_alternate_keys(table) == []


def test_tables_are_listed(client: DataverseClient, table: str) -> None:
    listed = {item["LogicalName"] for item in client.tables.list(select=["LogicalName", "SchemaName"])}
    assert {"account", "contact", "salesorder", "new_machine"} <= listed
    assert [item["LogicalName"] for item in client.tables.list(filter="SchemaName eq 'Account'")] == [
        "account"
    ]
    assert client.tables.list_relationships(filter="SchemaName eq 'contact_customer_accounts'")


def test_a_table_is_made_within_a_batch(client: DataverseClient) -> None:
    batch = client.batch.new()
    batch.tables.create("new_Tool", {"new_Size": "int"})
    assert not batch.execute().has_errors
    batch = client.batch.new()
    batch.tables.add_columns("new_Tool", {"new_Maker": "string"})
    assert not batch.execute().has_errors
    assert client.tables.get_column("new_Tool", "new_maker") is not None
    batch = client.batch.new()
    batch.tables.delete("new_Tool")
    assert not batch.execute().has_errors
