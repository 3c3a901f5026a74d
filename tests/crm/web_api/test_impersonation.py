"""Acting for another user by ``CallerObjectId`` or ``MSCRMCallerID``."""

from uuid import UUID, uuid4

import pytest

from crm.demo.factories import AccountFactory
from crm.models import Account, Depth, Role, RolePrivilege, SystemUser, SystemUserRole
from tests.crm.embedded_crm import Crm, WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
EVERYTHING = ("Create", "Read", "Write", "Append", "AppendTo")
ACT = ("", "ActOnBehalfOfAnotherUser")


def give(user: UUID, *rights: tuple[str, str], depth: int = Depth.ORGANIZATION) -> None:
    role = Role.objects.create(
        name=f"Role {uuid4()}", versionnumber=1, createdon="2026-01-01T00:00Z", modifiedon="2026-01-01T00:00Z"
    )
    SystemUserRole.objects.create(systemuser_id=user, role=role)
    RolePrivilege.objects.bulk_create(
        RolePrivilege(role=role, table=table, verb=verb, depth=depth) for table, verb in rights
    )


@pytest.fixture
def seller(api: WebApi) -> UUID:
    user = api.create("systemusers", firstname="Sam", lastname="Seller")
    give(user, *(("account", verb) for verb in EVERYTHING))
    return user


def object_id(user: UUID) -> str:
    return SystemUser.objects.get(pk=user).column_value("azureactivedirectoryobjectid")


def take_administration_from(crm: Crm) -> None:
    SystemUserRole.objects.filter(systemuser=crm.user).delete()


def test_what_is_done_counts_as_the_other_users(api: WebApi, crm: Crm, seller: UUID) -> None:
    for headers in ({"MSCRMCallerID": str(seller)}, {"CallerObjectId": str(object_id(seller))}):
        assert api.get("WhoAmI", **headers)["UserId"] == str(seller)
        api.call("POST", "accounts", {"name": "Made"}, **headers)
        row = api.get("accounts?$top=1")["value"][0]
        assert (row["_createdby_value"], row["_ownerid_value"]) == (str(seller), str(seller))
        assert row["_createdonbehalfby_value"] == row["_modifiedonbehalfby_value"] == str(crm.user.pk)
        path = f"accounts({row['accountid']})"
        api.call("PATCH", path, {"fax": "1"})
        row = api.get(path)
        assert row["_modifiedby_value"] == str(crm.user.pk)
        assert row["_modifiedonbehalfby_value"] is None
        assert row["_createdonbehalfby_value"] == str(crm.user.pk)
        api.call("DELETE", path)


def test_the_other_user_may_do_no_more_than_before(api: WebApi, seller: UUID) -> None:
    headers = {"MSCRMCallerID": str(seller)}
    assert api.call("POST", "contacts", {"lastname": "X"}, **headers).status_code == 403
    account = AccountFactory.create()
    assert api.call("DELETE", f"accounts({account.pk})", **headers).status_code == 403


def test_only_what_both_may_do_is_permitted(api: WebApi, crm: Crm, seller: UUID) -> None:
    take_administration_from(crm)
    give(crm.user.pk, ACT, ("account", "Create"), ("account", "Append"), ("contact", "Create"))
    headers = {"MSCRMCallerID": str(seller)}
    assert api.call("POST", "accounts", {"name": "Both"}, **headers).status_code == 204
    assert api.call("GET", "accounts", **headers).status_code == 403
    assert api.call("POST", "contacts", {"lastname": "One"}, **headers).status_code == 403
    give(crm.user.pk, ("account", "Read"), depth=Depth.USER)
    AccountFactory.create(name="Of somebody else")
    assert [row["name"] for row in api.get("accounts", **headers)["value"]] == ["Both"]


def test_acting_for_others_needs_its_privilege(api: WebApi, crm: Crm, seller: UUID) -> None:
    take_administration_from(crm)
    give(crm.user.pk, *(("account", verb) for verb in EVERYTHING))
    answer = api.call("POST", "accounts", {"name": "No"}, MSCRMCallerID=str(seller))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "0x80040220")
    assert "prvActOnBehalfOfAnotherUser" in answer.json()["error"]["message"]
    assert not Account.objects.exists()


def test_nobody_acts_for_a_user_who_cannot_act(api: WebApi, seller: UUID) -> None:
    assert api.call("GET", "accounts", MSCRMCallerID=str(uuid4())).status_code == 403
    assert api.call("GET", "accounts", CallerObjectId=str(uuid4())).status_code == 403
    assert api.call("GET", "accounts", MSCRMCallerID="Sam").status_code == 400
    SystemUser.objects.filter(pk=seller).update(isdisabled=True)
    assert api.call("GET", "accounts", MSCRMCallerID=str(seller)).status_code == 403


def test_a_batch_is_done_for_the_other_user_as_a_whole(api: WebApi, seller: UUID) -> None:
    body = b"--b\r\nContent-Type: application/http\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n--b--\r\n"
    answer = api.call(
        "POST", "$batch", body, Content_Type="multipart/mixed; boundary=b", MSCRMCallerID=str(seller)
    )
    assert str(seller) in answer.content.decode()


def test_requests_of_a_batch_may_each_be_for_another_user(api: WebApi, crm: Crm, seller: UUID) -> None:
    sales = {"MSCRMCallerID": str(seller)}
    parts = [
        request("PATCH", f"accounts({uuid4()})", {"name": "A"}),
        request("PATCH", f"accounts({uuid4()})", {"name": "B"}, headers=sales),
        request("PATCH", f"accounts({uuid4()})", {"name": "C"}),
        request("POST", "contacts", {"lastname": "D"}, headers=sales),
    ]
    assert api.batch(parts, prefer="odata.continue-on-error").statuses == [204, 204, 204, 403]
    makers = dict(Account.objects.values_list("name", "createdby"))
    assert makers == {"A": crm.user.pk, "B": seller, "C": crm.user.pk}


def test_headers_that_change_nothing_here_are_accepted(api: WebApi) -> None:
    headers = {
        "MSCRM.SuppressDuplicateDetection": "false",
        "MSCRM.BypassCustomPluginExecution": "true",
        "Consistency": "Strong",
    }
    body = {"name": "Twice"}
    assert api.call("POST", "accounts", body, **headers).status_code == 204
    assert api.call("POST", "accounts", body, **headers).status_code == 204
