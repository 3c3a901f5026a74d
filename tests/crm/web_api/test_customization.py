"""Tables, columns, relationships, keys and options that are made, changed and removed over the Web API."""

from typing import Any

import pytest

from crm import metadata
from crm.demo.factories import AccountFactory
from tests.crm.embedded_crm import WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
TYPE = "Microsoft.Dynamics.CRM"
ACCOUNT = "EntityDefinitions(LogicalName='account')"


def label(text: str) -> dict[str, Any]:
    return {"LocalizedLabels": [{"Label": text, "LanguageCode": 1033}]}


def column(kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "@odata.type": f"{TYPE}.{kind}AttributeMetadata",
        "SchemaName": name,
        "DisplayName": label(name),
        "RequiredLevel": {"Value": "None"},
        **more,
    }


def machine(**more: Any) -> dict[str, Any]:
    name = column("String", "new_Name", IsPrimaryName=True, MaxLength=50)
    return {
        "@odata.type": f"{TYPE}.EntityMetadata",
        "SchemaName": "new_Machine",
        "DisplayName": label("Machine"),
        "DisplayCollectionName": label("Machines"),
        "OwnershipType": "UserOwned",
        "Attributes": [name, column("Integer", "new_Pieces", MinValue=0, MaxValue=9)],
        **more,
    }


@pytest.fixture(autouse=True)
def standard_tables(db: None) -> Any:
    yield
    metadata.refresh()


def made(api: WebApi, path: str, content: dict[str, Any]) -> str:
    """The address of what was made, below the root."""
    answer = api.call("POST", path, content)
    assert answer.status_code == 204, answer.content
    return str(answer["OData-EntityId"]).partition("/v9.2/")[2]


def told_of(api: WebApi, table: str) -> None:
    """Registers a webhook for what is created in the table."""
    endpoint = api.create(
        "serviceendpoints",
        name="ERP",
        url="http://127.0.0.1:1/",
        contract=8,
        authtype=4,
        authvalue="secret",
    )
    query = f"primaryobjecttypecode eq '{table}' and sdkmessageid/name eq 'Create'"
    (found,) = api.get(f"sdkmessagefilters?$filter={query}")["value"]
    api.create(
        "sdkmessageprocessingsteps",
        **{
            "name": "Step",
            "eventhandler_serviceendpoint@odata.bind": f"/serviceendpoints({endpoint})",
            "sdkmessageid@odata.bind": f"/sdkmessages({found['_sdkmessageid_value']})",
            "sdkmessagefilterid@odata.bind": f"/sdkmessagefilters({found['sdkmessagefilterid']})",
        },
    )


def test_a_new_table_takes_records_at_once(api: WebApi) -> None:
    address = made(api, "EntityDefinitions", machine())
    assert api.get(f"{address}?$select=EntitySetName,IsCustomEntity")["EntitySetName"] == "new_machines"
    press = api.create("new_machines", new_name="Press", new_pieces=3)
    found = api.get("new_machines?$select=new_name&$filter=new_pieces gt 2")["value"]
    assert [row["new_machineid"] for row in found] == [str(press)]
    assert api.call("PATCH", f"new_machines({press})", {"new_pieces": 10}).status_code == 400
    assert api.call("POST", "new_machines", {"new_name": "x" * 51}).status_code == 400


def test_several_tables_are_made_by_one_action(api: WebApi) -> None:
    complex_column = column("String", "new_Name", IsPrimaryName=True, MaxLength=50)
    complex_column["@odata.type"] = f"{TYPE}.ComplexStringAttributeMetadata"
    entity = machine(Attributes=[complex_column]) | {"@odata.type": f"{TYPE}.ComplexEntityMetadata"}
    answer = api.call("POST", "CreateEntities?SolutionUniqueName=Default", {"Entities": [entity]}).json()
    assert api.get(f"EntityDefinitions({answer['EntityIds'][0]})")["LogicalName"] == "new_machine"


def test_a_table_is_renamed_and_removed_with_everything_in_it(api: WebApi) -> None:
    address = made(api, "EntityDefinitions", machine())
    api.create("new_machines", new_name="Press")
    told_of(api, "new_machine")
    assert api.call("PUT", address, {"DisplayName": label("Engine")}).status_code == 204
    assert api.get(address)["DisplayName"]["UserLocalizedLabel"]["Label"] == "Engine"
    assert api.call("DELETE", address).status_code == 204
    assert api.call("GET", "new_machines").status_code == 404
    made(api, "EntityDefinitions", machine())
    assert api.get("new_machines")["value"] == []


@pytest.mark.parametrize(
    ("definition", "good", "bad"),
    [
        (column("String", "new_Code", MaxLength=3), "abc", "abcd"),
        (column("Memo", "new_Remark", MaxLength=5), "a b", "abcdef"),
        (column("Integer", "new_Count", MinValue=1, MaxValue=3), 3, 4),
        (column("Decimal", "new_Rate", MinValue=0, MaxValue=1, Precision=2), 0.25, 2),
        (column("Money", "new_Worth", MinValue=0), 12.5, -1),
        (column("Boolean", "new_Open"), True, "yes"),
        (column("DateTime", "new_Due", DateTimeBehavior={"Value": "DateOnly"}), "2026-01-31", "31.1.26"),
        (
            column("Picklist", "new_Grade", OptionSet={"Options": [{"Value": 7, "Label": label("Good")}]}),
            7,
            8,
        ),
    ],
)
def test_a_new_column_holds_to_its_definition(
    api: WebApi, definition: dict[str, Any], good: Any, bad: Any
) -> None:
    made(api, f"{ACCOUNT}/Attributes", definition)
    name = definition["SchemaName"].lower()
    account = api.create("accounts", name="Adventure Works", **{name: good})
    assert api.get(f"accounts({account})?$select={name}")[name] == good
    assert api.call("PATCH", f"accounts({account})", {name: bad}).status_code == 400
    quoted = f"'{good}'" if isinstance(good, str) and "-" not in good else str(good).replace("True", "true")
    assert len(api.get(f"accounts?$select=name&$filter={name} eq {quoted}")["value"]) == 1


def test_an_amount_comes_with_its_amount_in_the_base_currency(api: WebApi) -> None:
    made(api, f"{ACCOUNT}/Attributes", column("Money", "new_Worth"))
    account = api.create("accounts", name="Adventure Works", new_worth=12.5)
    assert api.get(f"accounts({account})?$select=new_worth_base")["new_worth_base"] == 12.5


def test_a_column_is_widened_and_removed_with_its_values(api: WebApi) -> None:
    address = made(api, f"{ACCOUNT}/Attributes", column("String", "new_Code", MaxLength=3))
    account = api.create("accounts", name="Adventure Works", new_code="abc")
    wider = {"@odata.type": f"{TYPE}.StringAttributeMetadata", "MaxLength": 10, "DisplayName": label("Code")}
    assert api.call("PUT", address, wider).status_code == 204
    assert api.get(address)["MaxLength"] == 10
    assert api.call("DELETE", address).status_code == 204
    assert api.call("GET", f"accounts({account})?$select=new_code").status_code == 400
    made(api, f"{ACCOUNT}/Attributes", column("String", "new_Code"))
    assert api.get(f"accounts({account})?$select=new_code")["new_code"] is None


def test_a_lookup_ties_a_new_table_to_an_old_one(api: WebApi) -> None:
    made(api, "EntityDefinitions", machine())
    relationship = {
        "@odata.type": f"{TYPE}.OneToManyRelationshipMetadata",
        "SchemaName": "new_account_machines",
        "ReferencedEntity": "account",
        "ReferencedAttribute": "accountid",
        "ReferencingEntity": "new_machine",
        "CascadeConfiguration": {"Delete": "Cascade"},
        "Lookup": column("Lookup", "new_AccountId"),
    }
    address = made(api, "RelationshipDefinitions", relationship)
    account = AccountFactory.create(name="Adventure Works")
    press = api.create("new_machines", **{"new_AccountId@odata.bind": f"/accounts({account.pk})"})
    there = api.get(f"accounts({account.pk})?$select=name&$expand=new_account_machines($select=new_name)")
    assert there["new_account_machines"][0]["new_machineid"] == str(press)
    assert api.call("DELETE", f"accounts({account.pk})").status_code == 204
    assert api.call("GET", f"new_machines({press})").status_code == 404
    assert api.call("DELETE", address).status_code == 204
    assert api.call("GET", "RelationshipDefinitions(SchemaName='new_account_machines')").status_code == 404


def test_pairs_of_records_are_tied_by_a_new_relationship(api: WebApi) -> None:
    relationship = {
        "@odata.type": f"{TYPE}.ManyToManyRelationshipMetadata",
        "SchemaName": "new_account_contact",
        "Entity1LogicalName": "account",
        "Entity2LogicalName": "contact",
        "IntersectEntityName": "new_account_contact",
    }
    address = made(api, "RelationshipDefinitions", relationship)
    account, contact = api.create("accounts", name="Adventure Works"), api.create("contacts", lastname="N")
    reference = {"@odata.id": f"contacts({contact})"}
    path = f"accounts({account})/new_account_contact"
    assert api.call("POST", f"{path}/$ref", reference).status_code == 204
    assert len(api.get(path)["value"]) == 1
    assert api.call("DELETE", address).status_code == 204
    assert api.call("GET", path).status_code == 404


def test_an_alternate_key_names_records_until_it_is_removed(api: WebApi) -> None:
    key = {"SchemaName": "new_ByPhone", "KeyAttributes": ["telephone1"]}
    address = made(api, f"{ACCOUNT}/Keys", key)
    account = api.create("accounts", name="Adventure Works", telephone1="55")
    assert api.get("accounts(telephone1='55')?$select=name")["accountid"] == str(account)
    assert api.call("DELETE", address).status_code == 204
    assert api.call("GET", "accounts(telephone1='55')").status_code == 400


def test_a_key_that_present_records_break_is_refused(api: WebApi) -> None:
    for _ in range(2):
        api.create("accounts", name="Adventure Works", telephone1="55")
    key = {"SchemaName": "new_ByPhone", "KeyAttributes": ["telephone1"]}
    assert api.call("POST", f"{ACCOUNT}/Keys", key).status_code == 412


def test_columns_share_a_global_option_set(api: WebApi) -> None:
    options = {"Options": [{"Value": 1, "Label": label("Red")}, {"Value": 2, "Label": label("Blue")}]}
    address = made(api, "GlobalOptionSetDefinitions", {"Name": "new_colours", **options})
    bound = {"GlobalOptionSet@odata.bind": f"/{address}"}
    made(api, f"{ACCOUNT}/Attributes", column("Picklist", "new_Colour", **bound))
    account = api.create("accounts", name="Adventure Works", new_colour=2)
    inserted = {"OptionSetName": "new_colours", "Label": label("Green"), "Value": 3}
    assert api.call("POST", "InsertOptionValue", inserted).json()["NewOptionValue"] == 3
    assert api.call("PATCH", f"accounts({account})", {"new_colour": 3}).status_code == 204
    assert api.call("DELETE", address).status_code == 400
    removed = {"OptionSetName": "new_colours", "Value": 3}
    assert api.call("POST", "DeleteOptionValue", removed).status_code == 204
    assert api.call("PATCH", f"accounts({account})", {"new_colour": 3}).status_code == 400


def test_an_option_is_added_to_a_column_renamed_and_taken_away(api: WebApi) -> None:
    target = {"EntityLogicalName": "account", "AttributeLogicalName": "paymenttermscode"}
    answer = api.call("POST", "InsertOptionValue", {**target, "Label": label("Net 90")}).json()
    value = answer["NewOptionValue"]
    account = api.create("accounts", name="Adventure Works", paymenttermscode=value)
    renamed = {**target, "Value": value, "Label": label("90 days"), "MergeLabels": True}
    assert api.call("POST", "UpdateOptionValue", renamed).status_code == 204
    shown = api.get(f"accounts({account})?$select=paymenttermscode", prefer='odata.include-annotations="*"')
    assert shown["paymenttermscode@OData.Community.Display.V1.FormattedValue"] == "90 days"
    assert api.call("POST", "DeleteOptionValue", {**target, "Value": value}).status_code == 204


def test_a_reason_is_added_to_a_status(api: WebApi) -> None:
    target = {"EntityLogicalName": "account", "AttributeLogicalName": "statuscode"}
    asked = {**target, "Label": label("Dormant"), "StateCode": 1, "Value": 100}
    assert api.call("POST", "InsertStatusValue", asked).status_code == 200
    account = api.create("accounts", name="Adventure Works")
    assert api.call("PATCH", f"accounts({account})", {"statecode": 1, "statuscode": 100}).status_code == 204


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("EntityDefinitions", machine(SchemaName="Machine"), 400),
        ("EntityDefinitions", machine(SchemaName="other_Machine"), 400),
        ("EntityDefinitions", machine(Attributes=[]), 400),
        (f"{ACCOUNT}/Attributes", column("String", "new_X", MaxLength=0), 400),
        (f"{ACCOUNT}/Attributes", column("String", "Name"), 400),
        (f"{ACCOUNT}/Attributes", column("Lookup", "new_X"), 400),
        (f"{ACCOUNT}/Attributes", column("Image", "new_X"), 501),
        (f"{ACCOUNT}/Attributes", {"SchemaName": "new_X"}, 400),
        (f"{ACCOUNT}/Attributes", column("Integer", "new_X", MinValue=3, MaxValue=1), 400),
        (f"{ACCOUNT}/Attributes", column("Double", "new_X", MaxValue=10**400), 400),
        (f"{ACCOUNT}/Keys", {"SchemaName": "new_X", "KeyAttributes": ["colour"]}, 400),
        ("RelationshipDefinitions", {"SchemaName": "new_X"}, 400),
        ("GlobalOptionSetDefinitions", {"Name": "colours"}, 400),
        ("InsertOptionValue", {"EntityLogicalName": "account", "Label": label("x")}, 400),
        (ACCOUNT, {}, 405),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    api: WebApi, path: str, content: dict[str, Any], status: int
) -> None:
    before = len(api.get(f"{ACCOUNT}/Attributes?$select=LogicalName")["value"])
    assert api.call("POST", path, content).status_code == status
    assert len(api.get(f"{ACCOUNT}/Attributes?$select=LogicalName")["value"]) == before


def test_what_belongs_to_the_system_stays(api: WebApi) -> None:
    assert api.call("DELETE", ACCOUNT).status_code == 400
    assert api.call("DELETE", f"{ACCOUNT}/Attributes(LogicalName='name')").status_code == 400
