"""Change tracking: everything once, then what changed and what was deleted."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from crm.business_rules.deletion_traces import forget_old_deletions
from crm.models import Account, Application, DeletedRecord, Organization, Role, RolePrivilege, SystemUserRole
from crm.models.version import VersionCounter
from crm.web_api.access_tokens import issue_token
from odata.paging import encode_token
from tests.crm.declared import declare
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
TRACK = "odata.track-changes"
START = "accounts?$select=name"


def follow(api: WebApi, link: str, *, prefer: str = TRACK) -> tuple[list[dict[str, Any]], str]:
    """All entries of a pass, and the link to the next."""
    entries = []
    while True:
        page = api.get(link, prefer=prefer)
        entries += page["value"]
        if "@odata.deltaLink" in page:
            return entries, page["@odata.deltaLink"]
        link = page["@odata.nextLink"]


def changed(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["name"] for entry in entries if "reason" not in entry]


def deleted(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["id"] for entry in entries if "reason" in entry]


def test_everything_comes_once_and_then_only_what_changed(api: WebApi) -> None:
    first = api.create("accounts", name="First")
    second = api.create("accounts", name="Second")
    entries, link = follow(api, START)
    assert sorted(changed(entries)) == ["First", "Second"]
    assert follow(api, link)[0] == []

    api.create("accounts", name="Third")
    api.call("PATCH", f"accounts({first})", {"name": "First again"})
    api.call("DELETE", f"accounts({second})")
    entries, link = follow(api, link)
    assert changed(entries) == ["Third", "First again"]
    assert deleted(entries) == [str(second)]
    assert entries[-1] == {
        "@odata.context": "http://testserver/api/data/v9.2/$metadata#accounts/$deletedEntity",
        "id": str(second),
        "reason": "deleted",
    }
    assert follow(api, link)[0] == []


def test_a_page_says_what_it_is(api: WebApi) -> None:
    answer = api.call("GET", START, prefer=TRACK)
    assert answer.json()["@odata.context"].endswith("$metadata#accounts(name)/$delta")
    assert answer["Preference-Applied"] == TRACK


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_pages_of_any_size_lose_nothing(api: WebApi, size: int) -> None:
    prefer = f"{TRACK}, odata.maxpagesize={size}"
    gone = [api.create("accounts", name=f"Gone {n}") for n in range(3)]
    _, link = follow(api, START, prefer=prefer)
    for identifier in gone:
        api.call("DELETE", f"accounts({identifier})")
    for n in range(4):
        api.create("accounts", name=f"New {n}")
    entries, _ = follow(api, link, prefer=prefer)
    assert changed(entries) == ["New 0", "New 1", "New 2", "New 3"]
    assert deleted(entries) == [str(identifier) for identifier in gone]


def test_a_change_while_pages_are_read_comes_with_the_next_link(api: WebApi) -> None:
    prefer = f"{TRACK}, odata.maxpagesize=1"
    for n in range(3):
        api.create("accounts", name=f"Account {n}")
    page = api.get(START, prefer=prefer)
    api.call("PATCH", f"accounts({page['value'][0]['accountid']})", {"name": "Changed meanwhile"})
    api.create("accounts", name="Created meanwhile")
    _, link = follow(api, page["@odata.nextLink"], prefer=prefer)
    assert sorted(changed(follow(api, link)[0])) == ["Changed meanwhile", "Created meanwhile"]


def test_links_work_without_the_preference_and_when_taken_apart(api: WebApi) -> None:
    api.create("accounts", name="First")
    api.create("accounts", name="Second")
    page = api.get(START, prefer=f"{TRACK}, odata.maxpagesize=1")

    def apart(link: str) -> str:
        parts = urlsplit(link)
        return parts._replace(query=urlencode(parse_qsl(parts.query))).geturl()

    entries, link = follow(api, apart(page["@odata.nextLink"]), prefer="")
    assert len(changed(entries)) == 1
    api.create("accounts", name="Third")
    assert changed(follow(api, apart(link), prefer="")[0]) == ["Third"]


def test_what_was_created_and_deleted_in_between_shows_as_deleted(api: WebApi) -> None:
    _, link = follow(api, START)
    identifier = api.create("accounts", name="Short-lived")
    api.call("DELETE", f"accounts({identifier})")
    entries, _ = follow(api, link)
    assert (changed(entries), deleted(entries)) == ([], [str(identifier)])


def test_what_was_deleted_and_created_again_is_not_deleted(api: WebApi) -> None:
    identifier = api.create("accounts", name="Old")
    _, link = follow(api, START)
    api.call("DELETE", f"accounts({identifier})")
    api.call("PATCH", f"accounts({identifier})", {"name": "New"})
    entries, _ = follow(api, link)
    assert (changed(entries), deleted(entries)) == (["New"], [])


@pytest.mark.parametrize("option", ["filter=name eq 'x'", "orderby=name", "expand=primarycontactid", "top=5"])
def test_other_options_are_refused_with_the_documented_sentence(api: WebApi, option: str) -> None:
    answer = api.call("GET", f"accounts?${option}", prefer=TRACK)
    name = option.partition("=")[0]
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == (
        f'The "{name}" query parameter isn\'t supported when Change Tracking is enabled.'
    )


def test_a_table_may_be_without_change_tracking(api: WebApi, monkeypatch: pytest.MonkeyPatch) -> None:
    _, link = follow(api, START)
    declare(monkeypatch, "account", change_tracking=False)
    for path in (START, link, link.replace("accounts?", "accounts/$count?")):
        answer = api.call("GET", path, prefer=TRACK)
        assert answer.status_code == 400
        assert "Change tracking is not enabled" in answer.json()["error"]["message"]
    assert api.get(START)["value"] == []


def test_changes_can_be_counted(api: WebApi) -> None:
    gone = api.create("accounts", name="Gone")
    _, link = follow(api, START)
    api.create("accounts", name="New")
    api.call("DELETE", f"accounts({gone})")
    token = dict(parse_qsl(urlsplit(link).query))["$deltatoken"]
    assert api.call("GET", f"accounts/$count?$deltatoken={token}").content == b"2"
    assert api.call("GET", "accounts/$count", prefer=TRACK).status_code == 400


def expect_expired(api: WebApi, link: str) -> None:
    answer = api.call("GET", link, prefer=TRACK)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "0x80044352"
    assert "expired" in answer.json()["error"]["message"]


def test_a_link_expires_after_the_days_that_the_organization_says(api: WebApi, crm: Crm) -> None:
    _, link = follow(api, START)
    now = timezone.now()
    days = crm.organization.expirechangetrackingindays
    Organization.objects.update(expirechangetrackingindays=30)
    with time_machine.travel(now + timedelta(days=days, minutes=1), tick=False):
        expect_expired(renewed(api, crm), link)
    Organization.objects.update(expirechangetrackingindays=1)
    with time_machine.travel(now + timedelta(days=1, minutes=1), tick=False):
        expect_expired(renewed(api, crm), link)
        Organization.objects.update(expirechangetrackingindays=7)
        assert follow(renewed(api, crm), link)[0] == []


def renewed(api: WebApi, crm: Crm) -> WebApi:
    """With a token that is fresh at the time it is travelled to."""
    token = issue_token(application=Application.objects.get(), tenant=crm.organization.tenant_id)
    return WebApi(token)


def test_a_link_from_before_a_restore_has_expired(api: WebApi) -> None:
    api.create("accounts", name="Lost by the restore")
    _, link = follow(api, START)
    VersionCounter.objects.update(value=1_000_000)
    expect_expired(api, link)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"phase": "changed", "since": 1, "until": 1, "issued": 10**30, "days": 7, "after": None},
        {"phase": "changed", "since": "1", "until": 1, "issued": 1, "days": 7, "after": None},
        {"phase": "other", "since": 1, "until": 1, "issued": 1, "days": 7, "after": None},
        {"phase": [], "since": 1, "until": 1, "issued": 1, "days": 7, "after": None},
        {"phase": "all", "since": 1, "until": 1, "issued": 1, "days": 7, "after": [5]},
        {"phase": "deleted", "since": 1, "until": 1, "issued": 1, "days": 7, "after": [2**70]},
        {"phase": "changed", "since": 1, "until": 1, "issued": 1, "days": 7, "after": {"x": 1}},
    ],
)
def test_a_token_that_nobody_gave_out_is_refused(api: WebApi, values: dict[str, Any]) -> None:
    answer = api.call("GET", f"accounts?$deltatoken={encode_token(values)}")
    assert answer.status_code == 400
    assert "not one that this service gave out" in answer.json()["error"]["message"]


def test_tracking_needs_to_read_the_whole_organization(api: WebApi, crm: Crm) -> None:
    SystemUserRole.objects.all().delete()
    role = Role.objects.create(
        name="Own accounts", versionnumber=1, createdon=timezone.now(), modifiedon=timezone.now()
    )
    SystemUserRole.objects.create(systemuser=crm.user, role=role)
    privilege = RolePrivilege.objects.create(role=role, table="account", verb="Read", depth=1)
    assert api.call("GET", START, prefer=TRACK).status_code == 403
    privilege.depth = 8
    privilege.save()
    assert api.call("GET", START, prefer=TRACK).status_code == 200


def test_traces_of_deletions_are_kept_as_long_as_links_live(api: WebApi) -> None:
    api.call("DELETE", f"accounts({api.create('accounts', name='Gone')})")
    now = timezone.now()
    assert forget_old_deletions(now=now + timedelta(days=7)) == 0
    assert forget_old_deletions(now=now + timedelta(days=8, minutes=1)) == 1
    assert not DeletedRecord.objects.exists()


def test_a_page_costs_the_same_wherever_it_stands(api: WebApi, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        api.create("accounts", name=f"Account {n}")
    prefer = f"{TRACK}, odata.maxpagesize=10"
    first = api.get(START, prefer=prefer)
    with django_assert_max_num_queries(20, using="crm"):
        second = api.get(first["@odata.nextLink"], prefer=prefer)
    seen = {UUID(row["accountid"]) for page in (first, second) for row in page["value"]}
    assert len(seen) == 20
    assert seen < set(Account.objects.values_list("pk", flat=True))
