"""What somebody changed of the deployed solution without removing it, and what its roles permit."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crm.models import CrmColumn, Role, SolutionComponent
from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.redeploy import redeploy
from crm_integration.connection.solution.integration_solution import PRODUCT_AVAILABILITY_ROLE
from crm_integration.connection.solution_status import check_solution
from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.option_sets import insert_option, publish, read_options, rename_option
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def deploying_said() -> list[str]:
    deployment = redeploy(setup=ConnectionSetup.get(), administrator=administrator_of_embedded(), now=NOW)
    return [sentence(found.restored_code, found.params) for found in deployment.restored]


def what_is_missing() -> list[str]:
    """What asking as the integration user says."""
    results = check_solution(setup=ConnectionSetup.get(), now=NOW)
    return [sentence(found.code, found.params) for found in results]


def test_what_somebody_renamed_or_made_shorter_is_named_and_mended(stage: Stage) -> None:
    table = "nav_connection"
    for name, changes in {
        "nav_name": {"label": "Link"},
        "nav_dynamicsnavurl": {"max_length": 20},
        "nav_dynamicsnavodataurl": {"max_length": 300},
    }.items():
        row = CrmColumn.objects.get(table=table, logical_name=name)
        row.definition |= changes
        row.save()
    assert what_is_missing() == [
        "The column nav_name of the table nav_connection is called “Link” instead of “Name”.",
        "The column nav_dynamicsnavurl of the table nav_connection takes 20 characters; it should take 250.",
    ]
    assert deploying_said() == [
        "The column nav_name of the table nav_connection is called “Name” again.",
        "The column nav_dynamicsnavurl of the table nav_connection takes 250 characters again.",
    ]
    lengths = {
        row.logical_name: row.definition.get("max_length") for row in CrmColumn.objects.filter(table=table)
    }
    assert lengths["nav_dynamicsnavodataurl"] == 300
    assert what_is_missing() == ["The integration solution is deployed, version 1.0.0.0."]


def test_a_table_that_somebody_renamed_gets_its_name_back(stage: Stage) -> None:
    renamed = {"LocalizedLabels": [{"Label": "Links", "LanguageCode": 1033}]}
    client = administrator_of_embedded()
    client.write("PUT", "EntityDefinitions(LogicalName='nav_connection')", {"DisplayCollectionName": renamed})
    assert deploying_said() == ["The table nav_connection is called “Business Central Connections” again."]
    assert what_is_missing() == ["The integration solution is deployed, version 1.0.0.0."]


def test_what_somebody_took_out_of_the_solution_is_named_and_put_back(stage: Stage) -> None:
    role = Role.objects.get(name=PRODUCT_AVAILABILITY_ROLE)
    assert SolutionComponent.objects.filter(objectid=role.pk).delete()[0] == 1
    assert what_is_missing() == [f"{PRODUCT_AVAILABILITY_ROLE} does not belong to the solution."]
    assert deploying_said() == [f"{PRODUCT_AVAILABILITY_ROLE} belongs to the solution again."]
    assert SolutionComponent.objects.filter(objectid=role.pk).exists()


def test_the_integration_user_adds_options_and_changes_nothing_else_of_the_tables(stage: Stage) -> None:
    client = client_for(ConnectionSetup.get())
    options = read_options(client, "account", "paymenttermscode")
    insert_option(client, options, 575_000_001, "8 days")
    rename_option(client, options, 575_000_001, "10 days")
    publish(client, ["account"])
    assert read_options(client, "account", "paymenttermscode").labels[575_000_001] == "10 days"
    label = {"LocalizedLabels": [{"Label": "x", "LanguageCode": 1033}]}
    column = {
        "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata",
        "SchemaName": "new_Mine",
        "DisplayName": label,
    }
    account = "EntityDefinitions(LogicalName='account')"
    refused: dict[str, dict[str, Any]] = {
        f"{account}/Attributes": column,
        "EntityDefinitions": {
            "SchemaName": "new_Mine",
            "Attributes": [{**column, "SchemaName": "new_Name", "IsPrimaryName": True}],
        },
        "GlobalOptionSetDefinitions": {"Name": "new_mine", "Options": []},
        f"{account}/Keys": {"SchemaName": "new_Mine", "KeyAttributes": ["accountnumber"]},
        "solutions": {"uniquename": "Mine", "friendlyname": "Mine"},
        "publishers": {"uniquename": "Mine", "friendlyname": "Mine"},
    }
    for path, content in refused.items():
        with pytest.raises(DataverseError) as denied:
            client.write("POST", path, content)
        assert denied.value.cure is Cure.PRIVILEGE, path


def test_with_the_roles_of_the_solution_alone_the_integration_user_does_its_work(stage: Stage) -> None:
    customer, account = stage.pair(name="Adventure Works")
    stage.change(customer, city="Bergen")
    stage.synchronize()
    assert stage.read(account).values["address1_city"] == "Bergen"
    client = client_for(ConnectionSetup.get())
    client.write("POST", "nav_accountstatisticses", {"nav_name": customer.name, "nav_balancelcy": 12.5})
    (row,) = client.read("nav_accountstatisticses?$select=nav_balancelcy")["value"]
    lookup = {
        "nav_AccountStatisticsId@odata.bind": f"/nav_accountstatisticses({row['nav_accountstatisticsid']})"
    }
    client.write("PATCH", f"accounts({account})", lookup)
    assert row["nav_balancelcy"] == 12.5
    for method, path in (("POST", "roles"), ("DELETE", f"accounts({account})")):
        with pytest.raises(DataverseError) as refused:
            client.write(method, path, {"name": "Mine"})
        assert refused.value.cure is Cure.PRIVILEGE
    assert client.changes("accounts", select=["name"]).delta_link
