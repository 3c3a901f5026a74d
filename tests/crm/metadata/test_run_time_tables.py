"""Tables, relationships, options and keys that were made at run time behave like those there always were."""

import pytest

from crm import metadata
from crm.models import (
    CrmColumn,
    CrmKey,
    CrmOption,
    CrmOptionSet,
    CrmRelationship,
    CrmTable,
    CustomRecord,
)
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def machines(crm: Crm) -> None:
    """A table of machines that stand at accounts."""
    CrmTable.objects.create(
        logical_name="new_machine",
        schema_name="new_Machine",
        entity_set="new_machines",
        object_type_code=10_000,
        primary_name="new_label",
        display_name="Machine",
        display_collection_name="Machines",
        is_owned=True,
        change_tracking=True,
    )
    definitions = {
        "new_weight": {"type": "Decimal", "minimum": 0, "maximum": 1000, "precision": 2},
        "new_kind": {"type": "Picklist", "option_set": "new_kinds"},
        "new_key": {"type": "String", "max_length": 100, "secret": True},
        "new_accountid": {
            "type": "Lookup",
            "targets": {"account": "new_AccountId"},
            "relationships": {"account": "new_account_machines"},
        },
        "new_price": {"type": "Money"},
        "new_price_base": {"type": "Money", "read_only": True},
        "exchangerate": {"type": "Decimal", "read_only": True},
        "transactioncurrencyid": {
            "type": "Lookup",
            "targets": {"transactioncurrency": "transactioncurrencyid"},
        },
    }
    CrmOptionSet.objects.create(name="new_kinds", definition={"options": {"1": "Press", "2": "Lathe"}})
    for name, definition in definitions.items():
        CrmColumn.objects.create(table="new_machine", logical_name=name, definition=definition)
    metadata.refresh()


def test_their_records_are_written_and_read_like_any_other(api: WebApi, machines: None) -> None:
    account = api.create("accounts", name="Adventure Works")
    bound = {"new_AccountId@odata.bind": f"/accounts({account})"}
    press = api.create(
        "new_machines", new_label="Press 1", new_weight=12.5, new_kind=1, new_price=10, **bound
    )
    api.create("new_machines", new_label="Lathe 1", new_weight=3, new_kind=2)
    found = api.get(
        "new_machines?$select=new_label,new_weight,new_price_base,_new_accountid_value"
        "&$filter=contains(new_label,'press') and new_weight gt 10&$orderby=new_label",
        prefer='odata.include-annotations="*"',
    )["value"]
    assert [(row["new_machineid"], row["new_price_base"]) for row in found] == [(str(press), 10.0)]
    assert found[0]["_new_accountid_value@OData.Community.Display.V1.FormattedValue"] == "Adventure Works"
    assert api.call("PATCH", f"new_machines({press})", {"new_weight": 2000}).status_code == 400
    assert api.call("PATCH", f"new_machines({press})", {"new_kind": 3}).status_code == 400
    assert api.call("DELETE", f"new_machines({press})").status_code == 204
    assert api.get("new_machines?$select=new_label")["value"][0]["new_label"] == "Lathe 1"


def test_their_lookups_lead_both_ways(api: WebApi, machines: None) -> None:
    account = api.create("accounts", name="Adventure Works")
    press = api.create(
        "new_machines", new_label="Press", **{"new_AccountId@odata.bind": f"/accounts({account})"}
    )
    rows = api.get(f"accounts({account})/new_account_machines?$select=new_label")["value"]
    assert [row["new_label"] for row in rows] == ["Press"]
    there = api.get("accounts?$select=name&$expand=new_account_machines($select=new_label)")["value"]
    assert there[0]["new_account_machines"][0]["new_label"] == "Press"
    back = api.get(f"new_machines({press})?$select=new_label&$expand=new_AccountId($select=name)")
    assert back["new_AccountId"]["name"] == "Adventure Works"
    assert api.call("DELETE", f"accounts({account})").status_code == 204
    assert api.get(f"new_machines({press})?$select=_new_accountid_value")["_new_accountid_value"] is None


def test_their_changes_are_tracked(api: WebApi, machines: None) -> None:
    first = api.get("new_machines?$select=new_label", prefer="odata.track-changes")
    press = api.create("new_machines", new_label="Press")
    changes = api.get(first["@odata.deltaLink"])["value"]
    assert [row["new_machineid"] for row in changes] == [str(press)]


def test_secrets_are_never_read_back(api: WebApi, machines: None) -> None:
    press = api.create("new_machines", new_label="Press", new_key="open sesame")
    assert "new_key" not in api.get(f"new_machines({press})")
    assert "sesame" not in str(CustomRecord.objects.get(pk=press).extra)


def test_options_are_added_to_standard_columns_and_taken_away(api: WebApi) -> None:
    CrmOption.objects.create(table="account", column="customertypecode", value=100, label="Friend")
    CrmOption.objects.create(table="account", column="industrycode", value=1, is_removed=True)
    account = api.create("accounts", name="Adventure Works", customertypecode=100)
    assert api.call("PATCH", f"accounts({account})", {"industrycode": 1}).status_code == 400


def test_records_are_found_by_a_key_made_at_run_time(api: WebApi, machines: None) -> None:
    CrmKey.objects.create(table="new_machine", logical_name="new_by_label", columns=["new_label"])
    press = api.create("new_machines", new_label="Press")
    assert api.get("new_machines(new_label='Press')")["new_machineid"] == str(press)
    assert api.call("POST", "new_machines", {"new_label": "press"}).status_code == 412


def test_records_are_tied_together_by_a_relationship_made_at_run_time(api: WebApi, machines: None) -> None:
    CrmRelationship.objects.create(
        schema_name="new_machine_contact",
        intersect="new_machine_contact",
        first="new_machine",
        first_name="new_machine_contact",
        second="contact",
        second_name="new_machine_contact",
    )
    press = api.create("new_machines", new_label="Press")
    contact = api.create("contacts", lastname="Nash")
    reference = {"@odata.id": f"contacts({contact})"}
    path = f"new_machines({press})/new_machine_contact"
    assert api.call("POST", f"{path}/$ref", reference).status_code == 204
    assert api.call("POST", f"{path}/$ref", reference).status_code == 204
    assert [row["contactid"] for row in api.get(path)["value"]] == [str(contact)]
    there = api.get(f"contacts({contact})?$select=lastname&$expand=new_machine_contact($select=new_label)")
    assert there["new_machine_contact"][0]["new_label"] == "Press"
    assert api.call("DELETE", f"{path}({contact})/$ref").status_code == 204
    assert api.get(path)["value"] == []


def test_what_nobody_owns_has_no_owner(api: WebApi) -> None:
    CrmTable.objects.create(
        logical_name="new_rate",
        schema_name="new_Rate",
        entity_set="new_rates",
        object_type_code=10_001,
        primary_name="new_name",
        display_name="Rate",
        display_collection_name="Rates",
    )
    rate = api.get(f"new_rates({api.create('new_rates', new_name='Low')})")
    assert rate["new_name"] == "Low"
    assert "_ownerid_value" not in rate
