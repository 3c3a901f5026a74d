"""What a security role permits is read and changed over the Web API."""

from typing import Any
from uuid import UUID

import pytest

from crm.business_rules.initialization import initialize_crm
from crm.models import Application, Role, SystemUser, SystemUserRole
from crm.web_api.access_tokens import issue_token
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ACTION = "Microsoft.Dynamics.CRM"


def privileges(api: WebApi, table: str) -> dict[str, str]:
    """The ids of a table's privileges by their kind."""
    found = api.get(f"EntityDefinitions(LogicalName='{table}')?$select=Privileges")["Privileges"]
    return {item["PrivilegeType"]: item["PrivilegeId"] for item in found}


def held(api: WebApi, role: UUID) -> dict[str, str]:
    """How far the privileges of a role reach, by their names."""
    found = api.get(f"RetrieveRolePrivilegesRole(RoleId={role})")["RolePrivileges"]
    return {item["PrivilegeName"]: item["Depth"] for item in found}


def change(api: WebApi, role: UUID, action: str, content: dict[str, Any]) -> int:
    return int(api.call("POST", f"roles({role})/{ACTION}.{action}", content).status_code)


def given(*items: tuple[str, str]) -> dict[str, Any]:
    return {"Privileges": [{"PrivilegeId": id_, "Depth": depth} for id_, depth in items]}


def test_privileges_are_added_reach_further_are_replaced_and_taken_away(api: WebApi) -> None:
    role, of = api.create("roles", name="Clerk"), privileges(api, "account")
    assert (
        change(api, role, "AddPrivilegesRole", given((of["Read"], "Global"), (of["Write"], "Basic"))) == 204
    )
    assert held(api, role) == {"prvReadAccount": "Global", "prvWriteAccount": "Basic"}
    assert change(api, role, "AddPrivilegesRole", given((of["Write"], "Local"))) == 204
    assert held(api, role) == {"prvReadAccount": "Global", "prvWriteAccount": "Local"}
    assert change(api, role, "RemovePrivilegeRole", {"PrivilegeId": of["Read"]}) == 204
    assert held(api, role) == {"prvWriteAccount": "Local"}
    assert change(api, role, "ReplacePrivilegesRole", given((of["Delete"], "Global"))) == 204
    assert held(api, role) == {"prvDeleteAccount": "Global"}


def test_a_role_permits_what_it_was_given(api: WebApi, crm: Crm) -> None:
    role, of = api.create("roles", name="Clerk"), privileges(api, "account")
    change(api, role, "AddPrivilegesRole", given((of["Read"], "Global")))
    application = Application.objects.create(name="Clerk", secret_hash="x")
    clerk = api.create("systemusers", firstname="C", lastname="Lerk", applicationid=str(application.pk))
    SystemUserRole.objects.create(systemuser=SystemUser.objects.get(pk=clerk), role=Role.objects.get(pk=role))
    clerks = WebApi(issue_token(application=application, tenant=crm.organization.tenant_id))
    assert clerks.call("GET", "accounts").status_code == 200
    assert clerks.call("POST", "accounts", {"name": "x"}).status_code == 403
    assert change(clerks, role, "AddPrivilegesRole", given((of["Write"], "Global"))) == 403


def test_the_administrators_role_permits_everything_and_stays(api: WebApi) -> None:
    initialize_crm()
    role = Role.objects.get(name="System Administrator").pk
    assert held(api, role)["prvDeleteAccount"] == "Global"
    assert change(api, role, "ReplacePrivilegesRole", given()) == 400


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (given((str(UUID(int=1)), "Global")), 404),
        ({"Privileges": [{"Depth": "Global"}]}, 400),
        ({"Privileges": [{"PrivilegeId": str(UUID(int=1)), "Depth": "Deep"}]}, 501),
    ],
)
def test_a_privilege_that_is_none_is_refused(api: WebApi, content: dict[str, Any], status: int) -> None:
    role = api.create("roles", name="Clerk")
    assert change(api, role, "AddPrivilegesRole", content) == status
    assert held(api, role) == {}


def test_a_secured_column_is_written_and_never_read(api: WebApi) -> None:
    column = {
        "@odata.type": f"{ACTION}.StringAttributeMetadata",
        "SchemaName": "new_AccessKey",
        "IsSecured": True,
    }
    path = "EntityDefinitions(LogicalName='account')/Attributes"
    assert api.call("POST", path, column).status_code == 204
    assert api.get(f"{path}(LogicalName='new_accesskey')")["IsSecured"] is True
    account = api.create("accounts", name="Adventure Works", new_accesskey="sesame")
    assert "sesame" not in str(api.get(f"accounts({account})"))
    assert api.call("GET", f"accounts({account})?$select=new_accesskey").status_code == 400
