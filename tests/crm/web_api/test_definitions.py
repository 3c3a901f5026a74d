"""What the CRM says of its tables, columns, relationships, keys and options."""

from typing import Any
from xml.etree import ElementTree

import pytest

from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ACCOUNT = "EntityDefinitions(LogicalName='account')"
TYPE = "Microsoft.Dynamics.CRM"


def by_name(answer: dict[str, Any]) -> dict[str, Any]:
    return {row["LogicalName"]: row for row in answer["value"]}


def test_a_table_is_found_by_its_name_and_by_its_id(api: WebApi) -> None:
    account = api.get(f"{ACCOUNT}?$select=EntitySetName,PrimaryNameAttribute,ObjectTypeCode")
    assert (account["EntitySetName"], account["PrimaryNameAttribute"], account["ObjectTypeCode"]) == (
        "accounts",
        "name",
        1,
    )
    same = api.get(f"EntityDefinitions({account['MetadataId']})?$select=LogicalName")
    assert same["LogicalName"] == "account"


def test_tables_are_filtered_sorted_and_counted(api: WebApi) -> None:
    wanted = "LogicalName eq 'account' or SchemaName eq 'SalesOrder'"
    answer = api.get(f"EntityDefinitions?$filter={wanted}&$select=LogicalName&$count=true")
    assert [row["LogicalName"] for row in answer["value"]] == ["account", "salesorder"]
    assert answer["@odata.count"] == 2
    assert api.get("EntityDefinitions?$filter=IsCustomEntity eq true")["value"] == []
    assert len(api.get("EntityDefinitions?$filter=IsCustomizable/Value eq true&$top=3")["value"]) == 3


def test_columns_say_their_kind_and_limits(api: WebApi) -> None:
    columns = by_name(api.get(f"{ACCOUNT}/Attributes"))
    assert columns["name"]["@odata.type"] == f"#{TYPE}.StringAttributeMetadata"
    assert (columns["name"]["MaxLength"], columns["name"]["RequiredLevel"]["Value"]) == (
        160,
        "ApplicationRequired",
    )
    assert columns["primarycontactid"]["Targets"] == ["contact"]
    assert columns["createdon"]["IsValidForUpdate"] is False
    assert columns["accountid"]["IsPrimaryId"] is True
    assert columns["creditlimit"]["BaseCurrency"] == "creditlimit_base"


@pytest.mark.parametrize("member", ["'Picklist'", f"{TYPE}.AttributeTypeCode'Picklist'"])
def test_columns_are_filtered_by_their_kind(api: WebApi, member: str) -> None:
    found = by_name(api.get(f"{ACCOUNT}/Attributes?$filter=AttributeType eq {member}&$select=LogicalName"))
    assert "customertypecode" in found
    assert "name" not in found


def test_a_cast_gives_one_kind_with_its_options(api: WebApi) -> None:
    picklists = f"{ACCOUNT}/Attributes/{TYPE}.PicklistAttributeMetadata"
    query = "$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet"
    found = by_name(api.get(f"{picklists}?{query}"))
    options = {item["Value"]: item for item in found["customertypecode"]["OptionSet"]["Options"]}
    assert options[3]["Label"]["UserLocalizedLabel"]["Label"] == "Customer"
    assert found["customertypecode"]["GlobalOptionSet"] is None


def test_reasons_of_a_status_say_their_state(api: WebApi) -> None:
    path = (
        "EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='statuscode')"
        f"/{TYPE}.StatusAttributeMetadata"
    )
    options = api.get(f"{path}?$expand=OptionSet")["OptionSet"]["Options"]
    assert {item["Value"]: item["State"] for item in options}[100003] == 4
    assert api.get(f"{path}/OptionSet")["Options"] == options


def test_a_column_of_another_kind_is_not_found_by_a_cast(api: WebApi) -> None:
    path = f"{ACCOUNT}/Attributes(LogicalName='name')/{TYPE}.PicklistAttributeMetadata"
    assert api.call("GET", path).status_code == 404


def test_relationships_are_seen_from_both_ends(api: WebApi) -> None:
    name = "contact_customer_accounts"
    wanted = f"$filter=SchemaName eq '{name}'"
    from_account = api.get(f"{ACCOUNT}/OneToManyRelationships?{wanted}")["value"]
    from_contact = api.get(f"EntityDefinitions(LogicalName='contact')/ManyToOneRelationships?{wanted}")
    listed = api.get(f"RelationshipDefinitions/{TYPE}.OneToManyRelationshipMetadata?{wanted}")["value"]
    assert from_account == from_contact["value"] == listed
    (found,) = listed
    assert (found["ReferencingEntity"], found["ReferencingAttribute"]) == ("contact", "parentcustomerid")
    assert found["ReferencingEntityNavigationPropertyName"] == "parentcustomerid_account"
    assert api.get(f"RelationshipDefinitions(SchemaName='{name}')")["MetadataId"] == found["MetadataId"]


def test_many_to_many_relationships_are_listed_once(api: WebApi) -> None:
    roles = api.get("EntityDefinitions(LogicalName='role')/ManyToManyRelationships")["value"]
    assert sorted(item["SchemaName"] for item in roles) == [
        "systemuserroles_association",
        "teamroles_association",
    ]


def test_alternate_keys_are_listed_with_the_table(api: WebApi) -> None:
    account = api.get(f"{ACCOUNT}?$select=LogicalName&$expand=Keys($select=KeyAttributes)")
    assert [key["KeyAttributes"] for key in account["Keys"]] == [["accountnumber"]]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("EntityDefinitions(LogicalName='nothing')", 404),
        ("EntityDefinitions(Height='2')", 400),
        (f"{ACCOUNT}/Secrets", 404),
        (f"{ACCOUNT}?$select=Colour", 400),
        ("EntityDefinitions?$filter=Colour eq 'red'", 400),
        ("EntityDefinitions?$expand=Colours", 400),
        ("EntityDefinitions?$skip=1", 400),
    ],
)
def test_what_is_not_there_is_refused(api: WebApi, path: str, status: int) -> None:
    assert api.call("GET", path).status_code == status


def test_the_service_is_described_for_programs(api: WebApi) -> None:
    answer = api.call("GET", "$metadata")
    assert answer["Content-Type"].startswith("application/xml")
    edm = "{http://docs.oasis-open.org/odata/ns/edm}"
    schema = ElementTree.fromstring(answer.content).find(f".//{edm}Schema")  # noqa: S314 our own answer
    assert schema is not None
    types = {item.get("Name"): item for item in schema.iter(f"{edm}EntityType")}
    known = {"crmbaseentity", *types, *(item.get("Name") for item in schema.iter(f"{edm}ComplexType"))}
    known |= {item.get("Name") for item in schema.iter(f"{edm}EnumType")}
    named = {item.get("Type", "") for item in schema.iter() if item.get("Type", "").startswith("mscrm.")}
    assert {name.removeprefix("mscrm.") for name in named} <= known
    properties = {item.get("Name"): item.get("Type") for item in types["account"].iter(f"{edm}Property")}
    assert (properties["accountid"], properties["creditlimit"], properties["_ownerid_value"]) == (
        "Edm.Guid",
        "Edm.Decimal",
        "Edm.Guid",
    )
    sets = {item.get("Name"): item.get("EntityType") for item in schema.iter(f"{edm}EntitySet")}
    assert str(sets["salesorders"]).endswith(".salesorder")
