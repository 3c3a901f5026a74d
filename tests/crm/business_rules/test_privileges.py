"""What users may see and do, by their roles and those of their teams."""

from typing import Any

import pytest

from crm.business_rules.application_secrets import new_secret
from crm.business_rules.caller import load_caller
from crm.business_rules.errors import CrmFault
from crm.business_rules.initialization import initialize_crm
from crm.business_rules.registration import grant_role
from crm.business_rules.standard_roles import SALESPERSON
from crm.demo.factories import (
    AccountFactory,
    BusinessUnitFactory,
    ContactFactory,
    RoleFactory,
    SystemUserFactory,
    TeamFactory,
)
from crm.models import (
    Application,
    Depth,
    Role,
    RolePrivilege,
    SystemUser,
    SystemUserRole,
    TeamMembership,
    TeamRole,
)
from crm.web_api.access_tokens import issue_token
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
DENIED, NO_ACCESS = (403, "0x80040220"), (403, "0x80048306")


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def custom_role(user: SystemUser, *rights: tuple[str, str, int]) -> Role:
    role = RoleFactory.create()
    for table, verb, depth in rights:
        RolePrivilege.objects.create(role=role, table=table, verb=verb, depth=depth)
    SystemUserRole.objects.create(systemuser=user, role=role)
    return role


@pytest.fixture
def seller(crm: Crm) -> SystemUser:
    initialize_crm()
    application = Application.objects.create(name="Seller", secret_hash=new_secret()[1])
    return SystemUserFactory.create(firstname="Sam", lastname="Seller", applicationid=application.pk)


@pytest.fixture
def sales(crm: Crm, seller: SystemUser) -> WebApi:
    application = Application.objects.get(pk=seller.applicationid)
    return WebApi(issue_token(application=application, tenant=crm.organization.tenant_id))


def test_a_user_without_a_role_may_nothing(sales: WebApi, crm: Crm) -> None:
    account = AccountFactory.create()
    assert refusal(sales.call("GET", "accounts")) == DENIED
    assert refusal(sales.call("GET", f"accounts({account.pk})")) == DENIED
    assert refusal(sales.call("GET", f"accounts({account.pk})/name")) == DENIED
    assert refusal(sales.call("GET", "accounts/$count")) == DENIED
    assert refusal(sales.call("POST", "accounts", {"name": "x"})) == DENIED
    assert refusal(sales.call("PATCH", f"accounts({account.pk})", {"name": "x"})) == DENIED
    assert refusal(sales.call("DELETE", f"accounts({account.pk})")) == DENIED
    assert sales.call("GET", "WhoAmI").status_code == 200


def test_the_sentence_names_the_missing_privilege(sales: WebApi) -> None:
    message = sales.call("GET", "accounts").json()["error"]["message"]
    assert message == "Principal user (Sam Seller) is missing the privilege prvReadAccount."


def test_a_salesperson_works_with_accounts_and_sees_the_directory(
    sales: WebApi, seller: SystemUser, crm: Crm
) -> None:
    grant_role(user_id=seller.pk, role=SALESPERSON)
    mine = sales.create("accounts", name="Mine")
    others = AccountFactory.create(name="Others")
    assert sales.get("accounts?$count=true&$select=name")["@odata.count"] == 2
    assert sales.call("PATCH", f"accounts({others.pk})", {"fax": "1"}).status_code == 204
    assert sales.call("GET", "systemusers").status_code == 200
    assert refusal(sales.call("PATCH", f"systemusers({seller.pk})", {"title": "Boss"})) == DENIED
    assert refusal(sales.call("POST", "transactioncurrencies", {})) == DENIED
    assert refusal(sales.call("DELETE", f"accounts({others.pk})")) == NO_ACCESS
    assert sales.call("DELETE", f"accounts({mine})").status_code == 204


def test_reading_reaches_as_far_as_the_privilege(sales: WebApi, seller: SystemUser, crm: Crm) -> None:
    team = TeamFactory.create()
    TeamMembership.objects.create(team=team, systemuser=seller)
    mine = AccountFactory.create(name="Mine", ownerid=seller)
    AccountFactory.create(name="Ours", ownerid=team)
    unit = AccountFactory.create(name="Unit")
    AccountFactory.create(
        name="Far", ownerid=SystemUserFactory.create(businessunitid=BusinessUnitFactory.create())
    )
    role = custom_role(seller, ("account", "Read", Depth.USER))

    def seen() -> list[str]:
        return [row["name"] for row in sales.get("accounts?$select=name&$orderby=name")["value"]]

    assert seen() == ["Mine", "Ours"]
    assert sales.call("GET", f"accounts({unit.pk})").status_code == 404
    assert sales.call("GET", f"accounts({mine.pk})").status_code == 200
    RolePrivilege.objects.filter(role=role).update(depth=Depth.BUSINESS_UNIT)
    assert seen() == ["Mine", "Ours", "Unit"]
    RolePrivilege.objects.filter(role=role).update(depth=Depth.ORGANIZATION)
    assert seen() == ["Far", "Mine", "Ours", "Unit"]


def test_writing_reaches_as_far_as_the_privilege(sales: WebApi, seller: SystemUser, crm: Crm) -> None:
    custom_role(
        seller,
        ("account", "Read", Depth.ORGANIZATION),
        ("account", "Write", Depth.USER),
        ("account", "Create", Depth.USER),
    )
    mine, others = AccountFactory.create(ownerid=seller), AccountFactory.create()
    assert sales.call("PATCH", f"accounts({mine.pk})", {"fax": "1"}).status_code == 204
    assert refusal(sales.call("PATCH", f"accounts({others.pk})", {"fax": "1"})) == NO_ACCESS
    assert sales.call("POST", "accounts", {"name": "New"}).status_code == 204


def test_pointing_and_assigning_need_rights_of_their_own(sales: WebApi, seller: SystemUser, crm: Crm) -> None:
    role = custom_role(
        seller, ("account", "Read", Depth.ORGANIZATION), ("account", "Write", Depth.ORGANIZATION)
    )
    account, contact = AccountFactory.create(), ContactFactory.create()
    bind = {"primarycontactid@odata.bind": f"/contacts({contact.pk})"}
    assign = {"ownerid@odata.bind": f"/systemusers({seller.pk})"}
    path = f"accounts({account.pk})"
    assert refusal(sales.call("PATCH", path, bind)) == DENIED
    assert refusal(sales.call("PATCH", path, assign)) == DENIED
    for table, verb in (("account", "Append"), ("contact", "AppendTo"), ("account", "Assign")):
        RolePrivilege.objects.create(role=role, table=table, verb=verb)
    assert sales.call("PATCH", path, bind).status_code == 204
    assert sales.call("PATCH", path, assign).status_code == 204


def test_a_teams_role_counts_for_its_members(sales: WebApi, seller: SystemUser, crm: Crm) -> None:
    team = TeamFactory.create()
    TeamRole.objects.create(team=team, role=Role.objects.get(name=SALESPERSON))
    assert sales.call("GET", "accounts").status_code == 403
    TeamMembership.objects.create(team=team, systemuser=seller)
    assert sales.call("GET", "accounts").status_code == 200


def test_nobody_gives_away_more_than_is_theirs(sales: WebApi, seller: SystemUser, crm: Crm) -> None:
    grant_role(user_id=seller.pk, role=SALESPERSON)
    administrator = Role.objects.get(name="System Administrator")
    given = {"@odata.id": f"roles({administrator.pk})"}
    address = f"systemusers({seller.pk})/systemuserroles_association/$ref"
    assert refusal(sales.call("POST", address, given)) == DENIED
    assert not load_caller(user_id=seller.pk).is_administrator


def test_what_may_not_be_read_is_not_expanded_either(sales: WebApi, seller: SystemUser, crm: Crm) -> None:
    custom_role(seller, ("account", "Read", Depth.ORGANIZATION))
    AccountFactory.create(primarycontactid=ContactFactory.create())
    assert refusal(sales.call("GET", "accounts?$expand=primarycontactid($select=fullname)")) == DENIED


def test_a_disabled_user_is_no_caller(seller: SystemUser) -> None:
    SystemUser.objects.filter(pk=seller.pk).update(isdisabled=True)
    with pytest.raises(CrmFault, match="Sam Seller"):
        load_caller(user_id=seller.pk)
