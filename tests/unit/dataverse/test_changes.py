"""Change tracking: rows that changed, ids that were deleted, and a link for the next time."""

from uuid import UUID

import pytest
import responses
from responses import matchers

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError, DeltaTokenExpired
from tests.unit.dataverse.conftest import API

A, B = UUID(int=10), UUID(int=11)
FIRST = f"{API}accounts?$select=name"
DELTA = f"{API}accounts?$select=name&$deltatoken=919042%2108%2f22%2f2017%2008%3a10%3a44"


def test_the_first_read_gives_all_rows_and_a_link_for_the_next_time(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    row = {"@odata.etag": 'W/"5"', "accountid": str(A), "name": "Fabrikam"}
    prefer = (
        "odata.maxpagesize=2,odata.track-changes,"
        'odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"'
    )
    network.get(
        FIRST,
        json={"value": [row], "@odata.deltaLink": DELTA},
        match=[matchers.header_matcher({"Prefer": prefer})],
    )
    page = client.changes("accounts", select=["name"])
    assert ([found.id for found in page.rows], page.deleted_ids) == ([A], ())
    assert (page.next_link, page.delta_link) == (None, DELTA)


def test_the_link_gives_what_changed_and_what_was_deleted_since(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    changed = {"@odata.etag": 'W/"6"', "accountid": str(A), "name": "Contoso"}
    deleted = {
        "@odata.context": f"{API}$metadata#accounts/$deletedEntity",
        "id": str(B),
        "reason": "deleted",
    }
    network.get(DELTA, json={"value": [changed, deleted], "@odata.nextLink": DELTA + "&$skiptoken=2"})
    page = client.changes("accounts", select=["name"], link=DELTA)
    assert [(found.id, found.version) for found in page.rows] == [(A, 6)]
    assert page.deleted_ids == (B,)
    assert (page.next_link, page.delta_link) == (DELTA + "&$skiptoken=2", None)


@pytest.mark.parametrize(("status", "code"), [(400, "0x80044352"), (410, ""), (400, "0x80060888")])
def test_a_link_that_is_too_old_asks_for_a_fresh_start(
    network: responses.RequestsMock, client: DataverseClient, status: int, code: str
) -> None:
    network.get(DELTA, status=status, json={"error": {"code": code, "message": "expired"}})
    with pytest.raises(DeltaTokenExpired):
        client.changes("accounts", select=["name"], link=DELTA)


def test_a_link_of_another_environment_is_not_followed_but_asks_for_a_fresh_start(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    with pytest.raises(DeltaTokenExpired):
        client.changes("accounts", select=["name"], link="http://embedded.localhost/api/data/v9.2/accounts")


def test_a_link_to_another_host_in_the_answer_is_refused(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    network.get(FIRST, json={"value": [], "@odata.deltaLink": "https://evil.org/api/data/v9.2/accounts"})
    with pytest.raises(DataverseError) as caught:
        client.changes("accounts", select=["name"])
    assert (caught.value.cure, caught.value.code) == (Cure.CONFIGURATION, "foreign_link")


def test_a_table_without_change_tracking_says_so(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    network.get(FIRST, status=400, json={"error": {"code": "0x80048d0b", "message": "not enabled"}})
    with pytest.raises(DataverseError) as caught:
        client.changes("accounts", select=["name"])
    assert not isinstance(caught.value, DeltaTokenExpired)
