"""Queries: filters, order, pages, expansion, counts, FetchXML and SQL."""

from collections.abc import Iterator

import pytest
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.models.filters import col, raw
from PowerPlatform.Dataverse.models.query_builder import ExpandOption

COUNT = 23
CITIES = ("Oslo", "York", "Lyon")


@pytest.fixture(scope="module")
def prefix(client: DataverseClient) -> Iterator[str]:
    """Accounts whose names begin so; every third is in Oslo, and the first has two contacts."""
    prefix = "Query"
    rows = [
        {
            "name": f"{prefix} {number:02}",
            "address1_city": CITIES[number % 3],
            "revenue": number * 100,
            "numberofemployees": number,
            "telephone1": None if number % 2 else "555",
        }
        for number in range(COUNT)
    ]
    ids = client.records.create("account", rows)
    bind = {"parentcustomerid_account@odata.bind": f"/accounts({ids[0]})"}
    client.records.create("contact", [{"lastname": f"Query {name}", **bind} for name in ("One", "Two")])
    yield prefix
    client.records.delete("account", ids)


def names(rows: object) -> list[str]:
    return [row["name"] for row in rows]  # type: ignore[attr-defined]


def test_conditions_are_combined(client: DataverseClient, prefix: str) -> None:
    query = (
        client.query.builder("account")
        .select("name", "revenue")
        .where(col("name").startswith(prefix))
        .where((col("address1_city") == "Oslo") | (col("address1_city").in_(["York"])))
        .where(col("revenue").between(300, 900))
        .where(~(col("numberofemployees") == 4))
        .order_by("name", descending=True)
    )
    assert names(query.execute()) == [f"{prefix} {number:02}" for number in (9, 7, 6, 3)]


def test_null_and_like(client: DataverseClient, prefix: str) -> None:
    query = (
        client.query.builder("account")
        .select("name")
        .where(col("name").like(f"{prefix} 1%"))
        .where(col("telephone1").is_null())
        .order_by("name")
    )
    assert names(query.execute()) == [f"{prefix} {number}" for number in (11, 13, 15, 17, 19)]


def test_pages_follow_one_another(client: DataverseClient, prefix: str) -> None:
    query = client.query.builder("account").select("name").where(col("name").startswith(prefix)).page_size(10)
    pages = [len(list(page)) for page in query.order_by("name").execute_pages()]
    assert pages == [10, 10, 3]


def test_the_top_ones(client: DataverseClient, prefix: str) -> None:
    query = client.query.builder("account").select("name").where(raw(f"startswith(name,'{prefix}')"))
    assert names(query.order_by("revenue", descending=True).top(2).execute()) == ["Query 22", "Query 21"]


def test_related_records_come_along(client: DataverseClient, prefix: str) -> None:
    contacts = ExpandOption("contact_customer_accounts").select("lastname").order_by("lastname").top(5)
    query = client.query.builder("account").select("name").where(col("name") == f"{prefix} 00")
    (row,) = query.expand(contacts).execute()
    assert [contact["lastname"] for contact in row["contact_customer_accounts"]] == ["Query One", "Query Two"]


def test_formatted_values_come_along(client: DataverseClient, prefix: str) -> None:
    query = client.query.builder("account").select("statecode").where(col("name") == f"{prefix} 00")
    (row,) = query.include_formatted_values().execute()
    assert row["statecode@OData.Community.Display.V1.FormattedValue"] == "Active"


def test_fetch_xml(client: DataverseClient, prefix: str) -> None:
    xml = f"""
      <fetch count="10" page="1"><entity name="account">
        <attribute name="name"/><attribute name="revenue"/><order attribute="name"/>
        <filter><condition attribute="name" operator="like" value="{prefix}%"/></filter>
        <link-entity name="contact" from="parentcustomerid" to="accountid" link-type="outer" alias="c">
          <attribute name="lastname"/><order attribute="lastname"/>
        </link-entity>
      </entity></fetch>"""
    rows = list(client.query.fetchxml(xml).execute())
    assert len(rows) == COUNT + 1
    assert [row.get("c.lastname") for row in rows[:3]] == ["Query One", "Query Two", None]


def test_fetch_xml_adds_up(client: DataverseClient, prefix: str) -> None:
    xml = f"""
      <fetch aggregate="true"><entity name="account">
        <attribute name="address1_city" groupby="true" alias="city"/>
        <attribute name="revenue" aggregate="sum" alias="total"/>
        <attribute name="accountid" aggregate="count" alias="number"/>
        <filter><condition attribute="name" operator="begins-with" value="{prefix}"/></filter>
      </entity></fetch>"""
    rows = {row["city"]: (row["total"], row["number"]) for row in client.query.fetchxml(xml).execute()}
    assert rows["Oslo"] == (sum(range(0, COUNT, 3)) * 100, 8)


def test_sql(client: DataverseClient, prefix: str) -> None:
    rows = client.query.sql(
        f"SELECT TOP 3 name, revenue FROM account WHERE name LIKE '{prefix}%' ORDER BY name DESC"  # noqa: S608
    )
    assert names(rows) == ["Query 22", "Query 21", "Query 20"]


def test_sql_joins_and_adds_up(client: DataverseClient, prefix: str) -> None:
    rows = client.query.sql(
        "SELECT a.name, COUNT(c.contactid) AS contacts FROM account a "  # noqa: S608
        "JOIN contact c ON a.accountid = c.parentcustomerid "
        f"WHERE a.name LIKE '{prefix}%' GROUP BY a.name"
    )
    assert [(row["name"], row["contacts"]) for row in rows] == [("Query 00", 2)]


def test_the_client_finds_out_about_columns_and_relationships(client: DataverseClient) -> None:
    columns = {column["name"]: column for column in client.query.sql_columns("account")}
    assert columns["accountid"]["is_pk"]
    assert columns["name"]["is_name"]
    assert columns["revenue"]["type"] == "Money"
    assert "name" in client.query.odata_select("account")
    expands = client.query.odata_expands("account")
    assert any(expand["nav_property"] == "primarycontactid" for expand in expands)
    assert client.query.odata_bind("contact", "lead", "x") == {"originatingleadid@odata.bind": "/leads(x)"}
