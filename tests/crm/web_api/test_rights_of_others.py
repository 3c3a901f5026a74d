"""What others own, closed, and ordered stays theirs, by whatever way somebody comes."""

from typing import Any
from uuid import UUID

import pytest

from crm.demo.factories import AccountFactory, ContactFactory
from crm.models import Account, AsyncOperation, Depth, QuoteClose, Role, SystemUser, SystemUserRole
from crm.web_api.operations.bulk_deletion import run
from tests.crm.business_rules.sales_world import SalesWorld, new_world
from tests.crm.embedded_crm import Crm, WebApi
from tests.crm.web_api.test_impersonation import ACT, EVERYTHING, give, take_administration_from

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_others_records_are_not_pointed_to_without_the_right_to(api: WebApi) -> None:
    user = api.create("systemusers", firstname="Sam", lastname="Seller")
    give(user, *((table, verb) for table in ("account", "contact") for verb in EVERYTHING), depth=Depth.USER)
    own = AccountFactory.create(name="Own", ownerid=SystemUser.objects.get(pk=user))
    for account, status in ((AccountFactory.create(name="Theirs"), 403), (own, 204)):
        content = {"lastname": "West", "parentcustomerid_account@odata.bind": f"/accounts({account.pk})"}
        assert api.call("POST", "contacts", content, MSCRMCallerID=str(user)).status_code == status


@pytest.fixture
def world(api: WebApi) -> SalesWorld:
    return new_world(api)


def test_a_closing_activity_tells_nothing_that_only_the_crm_knows(world: SalesWorld) -> None:
    quote = world.quote_with_line()
    world.patch(f"quotes({quote})", statecode=1, statuscode=2)
    closing = {"quoteid@odata.bind": f"/quotes({quote})", "createdon": "2001-01-01T00:00:00Z"}
    answer = world.act("WinQuote", QuoteClose=closing, Status=-1)
    assert (answer.status_code, QuoteClose.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("account", "statecode", 0), ("quote", "statuscode", 4), ("salesorder", "statecode", 1)],
)
def test_states_and_the_systems_own_reasons_stay(api: WebApi, table: str, column: str, value: int) -> None:
    content = {"EntityLogicalName": table, "AttributeLogicalName": column, "Value": value}
    assert api.call("POST", "DeleteOptionValue", content).status_code == 400
    assert api.call("POST", "accounts", {"name": "Still there"}).status_code == 204


@pytest.mark.parametrize("order", ["", "&$orderby=_primarycontactid_value"])
def test_lookups_and_collections_stand_in_one_query(api: WebApi, crm: Crm, order: str) -> None:
    account = AccountFactory.create(name="Acme")
    contact = ContactFactory.create(lastname="West", parentcustomerid=account)
    api.call("PATCH", f"accounts({account.pk})", {"primarycontactid@odata.bind": f"/contacts({contact.pk})"})
    condition = (
        "primarycontactid/lastname eq 'West' and contact_customer_accounts/any(x:x/lastname eq 'West')"
    )
    found = api.get(f"accounts?$select=name&$filter={condition}{order}")["value"]
    assert [row["name"] for row in found] == ["Acme"]


def test_a_member_of_a_collection_is_found_by_its_key(api: WebApi, crm: Crm) -> None:
    account, other = AccountFactory.create(name="Acme"), AccountFactory.create(name="Other")
    contact = ContactFactory.create(lastname="West", parentcustomerid=account)
    path = f"contact_customer_accounts({contact.pk})"
    assert api.get(f"accounts({account.pk})/{path}")["lastname"] == "West"
    assert api.call("GET", f"accounts({other.pk})/{path}").status_code == 404


def bulk_delete(api: WebApi, name: str, **headers: str) -> Any:
    condition = {
        "AttributeName": "name",
        "Operator": "Equal",
        "Values": [{"Value": name, "Type": "System.String"}],
    }
    query = {"EntityName": "account", "Criteria": {"FilterOperator": "And", "Conditions": [condition]}}
    content = {
        "QuerySet": [query],
        "JobName": "Cleaning",
        "SendEmailNotification": False,
        "ToRecipients": [],
        "CCRecipients": [],
        "RecurrencePattern": "",
        "StartDateTime": "2020-01-01T00:00:00Z",
        "RunNow": True,
    }
    return api.call("POST", "BulkDelete", content, **headers)


def test_a_bulk_deletion_for_another_user_deletes_what_both_may(api: WebApi, crm: Crm) -> None:
    administrator = api.create("systemusers", firstname="Eva", lastname="Else")
    SystemUserRole.objects.create(
        systemuser_id=administrator, role=Role.objects.get(name="System Administrator")
    )
    third = api.create("systemusers", firstname="Tom", lastname="Third")
    AccountFactory.create(name="Theirs", ownerid=SystemUser.objects.get(pk=third))
    take_administration_from(crm)
    give(crm.user.pk, *(("account", verb) for verb in EVERYTHING), ACT)
    give(crm.user.pk, ("account", "Delete"), depth=Depth.USER)
    assert bulk_delete(api, "Theirs", MSCRMCallerID=str(administrator)).status_code == 200
    assert run() == 1
    assert Account.objects.filter(name="Theirs").exists()


def test_what_a_system_job_does_is_written_by_nobody_else(api: WebApi) -> None:
    job: UUID = bulk_delete(api, "Nobody").json()["JobId"]
    answer = api.call("PATCH", f"asyncoperations({job})", {"data": "{}"})
    assert (answer.status_code, "data" in answer.json()["error"]["message"]) == (400, True)
    AsyncOperation.objects.filter(pk=job).update(data="garbage")
    assert run() == 1
    assert AsyncOperation.objects.get(pk=job).statuscode == 31
