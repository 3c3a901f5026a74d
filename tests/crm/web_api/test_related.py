"""Related records: created together with a record, in the collection of another, tied and untied."""

from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account, Contact, SystemUserRole, TeamMembership
from tests.crm.embedded_crm import Crm, WebApi, request

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
MEMBERS = "contact_customer_accounts"


def test_a_record_is_created_with_all_that_hangs_on_it(api: WebApi) -> None:
    known = ContactFactory.create(lastname="Known")
    answer = api.call(
        "POST",
        f"accounts?$select=name&$expand=primarycontactid($select=lastname),{MEMBERS}($select=lastname)",
        {
            "name": "Parent",
            "primarycontactid": {"lastname": "First", "telephone1": "1"},
            MEMBERS: [
                {"lastname": "Second", "contact_customer_contacts": [{"lastname": "Third"}]},
                {"lastname": "Fourth"},
            ],
            f"{MEMBERS}@odata.bind": [f"/contacts({known.pk})"],
            "account_parent_account": [
                {"name": "Child", "account_parent_account": [{"name": "Grandchild"}]},
            ],
        },
        prefer="return=representation",
    )
    assert answer.status_code == 201, answer.content
    content = answer.json()
    assert content["primarycontactid"]["lastname"] == "First"
    assert sorted(row["lastname"] for row in content[MEMBERS]) == ["Fourth", "Known", "Second"]
    assert Account.objects.get(name="Grandchild").parentaccountid.parentaccountid.name == "Parent"
    third = Contact.objects.get(lastname="Third")
    assert third.parentcustomerid == Contact.objects.get(lastname="Second").pk


def test_what_hangs_on_a_record_is_created_by_an_upsert_too(api: WebApi) -> None:
    identifier = uuid4()
    body = {"name": "New", "primarycontactid": {"lastname": "First"}}
    assert api.call("PATCH", f"accounts({identifier})", body).status_code == 204
    assert Account.objects.get(pk=identifier).primarycontactid.lastname == "First"
    refused = api.call("PATCH", f"accounts({identifier})", body)
    assert refused.status_code == 400
    assert "deep update" in refused.json()["error"]["message"]
    assert Contact.objects.count() == 1


def deep(levels: int) -> dict[str, Any]:
    account: dict[str, Any] = {"name": "Deepest"}
    for _ in range(levels - 1):
        account = {"name": "Above", "parentaccountid": account}
    return account


@pytest.mark.parametrize(
    "body",
    [
        {"name": "A", MEMBERS: [{"lastname": "Good"}, {"firstname": "Nameless"}]},
        {"name": "A", MEMBERS: [{"lastname": "Good", "nothing": 1}]},
        {"name": "A", MEMBERS: {"lastname": "No Array"}},
        {"name": "A", MEMBERS: ["no object"]},
        {"name": "A", f"{MEMBERS}@odata.bind": [5]},
        {"name": "A", f"{MEMBERS}@odata.bind": [f"/accounts({uuid4()})"]},
        {"name": "A", "primarycontactid": [{"lastname": "Array"}]},
        {"name": "A", "primarycontactid": "text"},
        {"name": "A", "ownerid": {"lastname": "of no table"}},
        {"name": "A", "nothing": {"name": "x"}},
        {"name": "A", MEMBERS: [{"lastname": "Many"}] * 1_000},
        deep(11),
    ],
)
def test_one_record_that_cannot_be_leaves_nothing_behind(api: WebApi, body: dict[str, Any]) -> None:
    assert api.call("POST", "accounts", body).status_code == 400
    assert not Account.objects.exists()
    assert not Contact.objects.exists()


def test_ten_levels_are_not_too_deep(api: WebApi) -> None:
    assert api.call("POST", "accounts", deep(10)).status_code == 204
    assert Account.objects.count() == 10


def test_a_record_is_created_in_the_collection_of_another(api: WebApi) -> None:
    account = AccountFactory.create()
    body = {"lastname": "Member"}
    answer = api.call("POST", f"accounts({account.pk})/{MEMBERS}", body)
    member = Contact.objects.get()
    assert (answer.status_code, member.parentcustomerid) == (204, account.pk)
    assert answer["OData-EntityId"].endswith(f"contacts({member.pk})")
    nowhere = api.call("POST", f"accounts({uuid4()})/{MEMBERS}", body)
    assert nowhere.status_code == 404
    assert api.call("POST", f"accounts({account.pk})/primarycontactid", body).status_code == 405
    assert Contact.objects.count() == 1


def test_a_role_is_created_for_a_user(api: WebApi, crm: Crm) -> None:
    path = f"systemusers({crm.user.pk})/systemuserroles_association"
    assert api.call("POST", path, {"name": "Reader"}).status_code == 204
    assert SystemUserRole.objects.filter(systemuser=crm.user, role__name="Reader").exists()


def members(account: Account) -> set[UUID]:
    return set(Contact.objects.filter(parentcustomerid=account.pk).values_list("pk", flat=True))


def test_one_to_many_is_tied_and_untied_from_both_ends(api: WebApi) -> None:
    account, contact = AccountFactory.create(), ContactFactory.create()
    here, there = f"accounts({account.pk})", f"contacts({contact.pk})"
    root = "http://testserver/api/data/v9.2/"
    assert api.call("POST", f"{here}/{MEMBERS}/$ref", {"@odata.id": root + there}).status_code == 204
    assert members(account) == {contact.pk}
    assert api.call("DELETE", f"{here}/{MEMBERS}({contact.pk})/$ref").status_code == 204
    assert members(account) == set()
    up = f"{there}/parentcustomerid_account/$ref"
    assert api.call("PUT", up, {"@odata.id": f"/{here}"}).status_code == 204
    assert members(account) == {contact.pk}
    assert api.call("DELETE", f"{here}/{MEMBERS}/$ref?$id={quote(root + there)}").status_code == 204
    assert members(account) == set()
    api.call("PUT", up, {"@odata.id": here})
    assert api.call("DELETE", up).status_code == 204
    assert members(account) == set()


def test_what_is_not_tied_cannot_be_untied(api: WebApi) -> None:
    account, contact = AccountFactory.create(), ContactFactory.create()
    path = f"accounts({account.pk})/{MEMBERS}"
    assert api.call("DELETE", f"{path}({contact.pk})/$ref").status_code == 404
    assert api.call("DELETE", f"{path}({uuid4()})/$ref").status_code == 404
    assert api.call("DELETE", f"{path}/$ref").status_code == 400
    assert api.call("DELETE", f"{path}/$ref?$id=accounts({account.pk})").status_code == 400


def test_many_to_many_is_tied_and_untied_from_both_ends(api: WebApi, crm: Crm) -> None:
    team = api.create("teams", name="Sales")
    user = f"systemusers({crm.user.pk})"
    name = "teammembership_association"
    assert api.call("POST", f"teams({team})/{name}/$ref", {"@odata.id": user}).status_code == 204
    assert TeamMembership.objects.filter(team=team).count() == 1
    assert api.call("DELETE", f"{user}/{name}({team})/$ref").status_code == 204
    assert api.call("POST", f"{user}/{name}/$ref", {"@odata.id": f"teams({team})"}).status_code == 204
    assert api.call("DELETE", f"teams({team})/{name}/$ref?$id=/{user}").status_code == 204
    assert not TeamMembership.objects.filter(team=team).exists()


def test_a_task_is_created_for_an_account_and_an_order_with_its_lines(api: WebApi) -> None:
    account = AccountFactory.create()
    task = api.call("POST", f"accounts({account.pk})/Account_Tasks", {"subject": "Call"})
    assert task.status_code == 204, task.content
    row = api.get(f"accounts({account.pk})?$select=name&$expand=Account_Tasks($select=subject)")
    assert [item["subject"] for item in row["Account_Tasks"]] == ["Call"]
    order = api.call(
        "POST",
        "salesorders?$select=name&$expand=order_details($select=productdescription)",
        {
            "name": "Order",
            "customerid_account@odata.bind": f"/accounts({account.pk})",
            "pricelevelid": {"name": "Prices"},
            "order_details": [
                {"productdescription": text, "isproductoverridden": True, "quantity": 1, "priceperunit": 5}
                for text in ("First", "Second")
            ],
        },
        prefer="return=representation",
    )
    assert order.status_code == 201, order.content
    assert sorted(line["productdescription"] for line in order.json()["order_details"]) == ["First", "Second"]


def test_deep_inserts_and_references_happen_in_a_batch(api: WebApi) -> None:
    account, contact = AccountFactory.create(), ContactFactory.create()
    answer = api.batch(
        [
            request("POST", "accounts", {"name": "A", MEMBERS: [{"lastname": "B"}]}),
            request("PATCH", f"accounts({uuid4()})", {"name": "C", "primarycontactid": {"lastname": "D"}}),
            request(
                "POST", f"accounts({account.pk})/{MEMBERS}/$ref", {"@odata.id": f"contacts({contact.pk})"}
            ),
            request("POST", f"accounts({account.pk})/{MEMBERS}", {"lastname": "E"}),
        ]
    )
    assert answer.statuses == [204] * 4
    assert len(members(account)) == 2
