"""Every table is created, read, changed and deleted over the Web API."""

from uuid import uuid4

import pytest

from crm import metadata
from tests.crm.embedded_crm import WebApi
from tests.crm.web_api.sample_records import create, least
from tests.crm.web_api.sample_values import fitting_value

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

TABLES_OF_SALES = (
    "annotation",
    "asyncoperation",
    "importjob",
    "invoice",
    "invoicedetail",
    "lead",
    "opportunity",
    "opportunityclose",
    "opportunityproduct",
    "orderclose",
    "post",
    "postcomment",
    "pricelevel",
    "product",
    "productpricelevel",
    "publisher",
    "quote",
    "quoteclose",
    "quotedetail",
    "salesorder",
    "salesorderdetail",
    "solution",
    "subject",
    "task",
    "territory",
    "uom",
    "uomschedule",
)


@pytest.mark.parametrize("logical_name", TABLES_OF_SALES)
def test_a_record_is_created_read_changed_and_deleted(api: WebApi, logical_name: str) -> None:
    table = metadata.table(logical_name)
    path = f"{table.entity_set}({create(api, logical_name)})"
    record = api.get(path)
    assert set(table.properties) <= set(record)
    changed = next(
        column
        for column in table.columns.values()
        if column.is_text and not column.read_only and column.logical_name not in table.required
    )
    value = fitting_value(changed)
    assert api.call("PATCH", path, {changed.logical_name: value}).status_code == 204
    found = api.get(f"{table.entity_set}?$filter={changed.logical_name} eq '{value}'&$count=true")
    assert [row[table.primary_id] for row in found["value"]] == [record[table.primary_id]]
    assert api.call("DELETE", path).status_code == 204
    assert api.call("GET", path).status_code == 404


def test_collections_are_named_as_relationships_are(api: WebApi) -> None:
    order = create(api, "salesorder")
    line = create(api, "salesorderdetail")
    bound = {"salesorderid@odata.bind": f"/salesorders({order})"}
    assert api.call("PATCH", f"salesorderdetails({line})", bound).status_code == 204
    lines = api.get(f"salesorders({order})/order_details?$select=salesorderdetailid")["value"]
    assert [row["salesorderdetailid"] for row in lines] == [str(line)]
    account = api.get(f"salesorders({order})?$select=_customerid_value")["_customerid_value"]
    expanded = api.get(f"accounts({account})?$select=name&$expand=order_customer_accounts($select=name)")
    assert [row["salesorderid"] for row in expanded["order_customer_accounts"]] == [str(order)]


def test_a_line_belongs_to_the_owner_of_its_document(api: WebApi) -> None:
    team = api.create("teams", name="Sellers")
    order = metadata.table("salesorder")
    values = {**least(api, order), "ownerid@odata.bind": f"/teams({team})"}
    document = api.create("salesorders", **values)
    line = api.create(
        "salesorderdetails", quantity=1, **{"salesorderid@odata.bind": f"/salesorders({document})"}
    )
    owner = api.get(f"salesorderdetails({line})?$select=_ownerid_value")["_ownerid_value"]
    assert owner == str(team)
    other = api.create("teams", name="Other sellers")
    handed = {"ownerid@odata.bind": f"/teams({other})"}
    assert api.call("PATCH", f"salesorders({document})", handed).status_code == 204
    assert api.get(f"salesorderdetails({line})?$select=_ownerid_value")["_ownerid_value"] == str(other)


def test_lookups_to_tables_that_are_absent_are_always_empty(api: WebApi) -> None:
    account = api.create("accounts", name="Adventure Works")
    assert api.get(f"accounts({account})?$select=_slaid_value")["_slaid_value"] is None
    refused = api.call("PATCH", f"accounts({account})", {"slaid@odata.bind": f"/slas({uuid4()})"})
    assert refused.status_code == 400
    assert api.call("GET", f"accounts({account})?$expand=slaid").status_code == 400
