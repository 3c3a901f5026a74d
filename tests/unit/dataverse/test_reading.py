"""Reading rows, pages and counts; what the client does when the CRM is not as it should be."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import UUID

import pytest
import requests
import responses
from responses import matchers

from crm_integration.dataverse.client import DataverseClient, WhoAmI
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.sender import seconds_of
from tests.unit.dataverse.conftest import API, URL, Clock, make_client

A, B, C = (UUID(int=number) for number in (10, 11, 12))


def row(id: UUID, **values: object) -> dict:
    return {"@odata.etag": 'W/"5"', "accountid": str(id), **values}


def test_a_row_is_retrieved_by_its_id(network: responses.RequestsMock, client: DataverseClient) -> None:
    network.get(
        f"{API}accounts({A})",
        json=row(A, name="Fabrikam"),
        match=[
            matchers.query_param_matcher({"$select": "name,_primarycontactid_value"}),
            matchers.header_matcher(
                {
                    "Authorization": "Bearer t1",
                    "OData-Version": "4.0",
                    "OData-MaxVersion": "4.0",
                    "Accept": "application/json",
                    "Prefer": 'odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"',
                }
            ),
        ],
    )
    found = client.retrieve("accounts", A, select=["name", "primarycontactid"])
    assert (found.id, found.version, found.values["name"]) == (A, 5, "Fabrikam")


def test_pages_are_followed_by_the_links_that_the_crm_gives(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    sizes = matchers.header_matcher(
        {"Prefer": 'odata.maxpagesize=2,odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"'}
    )
    link = f"{API}accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22/%3E"
    network.get(
        f"{API}accounts?$select=name&$filter=contains(name,'O''Neil%20%26%20Co%2B')&$orderby=name%20desc",
        json={"value": [row(A), row(B)], "@odata.nextLink": link},
        match=[sizes],
    )
    network.get(link, json={"value": [row(C)]}, match=[sizes])
    pages = client.pages(
        "accounts", select=["name"], filter="contains(name,'O''Neil & Co+')", orderby="name desc"
    )
    assert [[found.id for found in page.rows] for page in pages] == [[A, B], [C]]


def test_a_limited_read_is_one_page(network: responses.RequestsMock, client: DataverseClient) -> None:
    network.get(
        f"{API}accounts?$select=name&$top=1",
        json={"value": [row(A)], "@odata.nextLink": f"{API}accounts?$skiptoken=x"},
    )
    assert [len(page.rows) for page in client.pages("accounts", select=["name"], top=1)] == [1]
    assert "maxpagesize" not in network.calls[0].request.headers["Prefer"]


def test_rows_are_counted(network: responses.RequestsMock, client: DataverseClient) -> None:
    network.get(
        f"{API}accounts?$select=accountid&$filter=statecode%20eq%200&$count=true",
        json={"@odata.count": 42, "value": []},
    )
    assert client.count("accounts", "statecode eq 0") == 42


def test_who_we_are_and_which_version_answers(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    network.get(f"{API}WhoAmI", json={"UserId": str(A), "BusinessUnitId": str(B), "OrganizationId": str(C)})
    network.get(f"{API}RetrieveVersion", json={"Version": "9.2.24013.167"})
    assert client.who_am_i() == WhoAmI(user_id=A, business_unit_id=B, organization_id=C)
    assert client.retrieve_version() == "9.2.24013.167"


def test_a_filter_longer_than_servers_accept_travels_in_a_batch(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    answer = (
        "--b\r\nContent-Type: application/http\r\n\r\n"
        f'HTTP/1.1 200 OK\r\n\r\n{{"value": [{{"accountid": "{A}"}}]}}\r\n--b--\r\n'
    )
    network.post(f"{API}$batch", body=answer, content_type="multipart/mixed; boundary=b")
    ids = " or ".join(f"accountid eq {UUID(int=number)}" for number in range(60))
    [page] = client.pages("accounts", select=["name"], filter=ids)
    assert [found.id for found in page.rows] == [A]
    sent = network.calls[0].request.body
    assert isinstance(sent, bytes)
    assert b"GET /api/data/v9.2/accounts?$select=name&$filter=accountid%20eq%20" in sent
    assert b"Prefer: odata.maxpagesize=2," in sent


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.org/api/data/v9.2/accounts?$skiptoken=x",
        "http://contoso.crm4.dynamics.com/api/data/v9.2/accounts?$skiptoken=x",
        f"{URL}/elsewhere",
    ],
)
def test_a_next_link_to_another_host_is_refused_before_anything_is_sent_there(
    network: responses.RequestsMock, client: DataverseClient, link: str
) -> None:
    network.get(f"{API}accounts?$select=name", json={"value": [], "@odata.nextLink": link})
    with pytest.raises(DataverseError) as caught:
        list(client.pages("accounts", select=["name"]))
    assert (caught.value.cure, caught.value.code) == (Cure.CONFIGURATION, "foreign_link")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_refused(network: responses.RequestsMock, client: DataverseClient, status: int) -> None:
    network.get(f"{API}WhoAmI", status=status, headers={"Location": "https://evil.org/"})
    with pytest.raises(DataverseError) as caught:
        client.who_am_i()
    assert (caught.value.cure, caught.value.code) == (Cure.CONFIGURATION, "redirect_refused")


def test_a_rejected_token_is_renewed_once(network: responses.RequestsMock, client: DataverseClient) -> None:
    old, new = ({"Authorization": f"Bearer t{number}"} for number in (1, 2))
    network.get(f"{API}RetrieveVersion", status=401, match=[matchers.header_matcher(old)])
    network.get(f"{API}RetrieveVersion", json={"Version": "9"}, match=[matchers.header_matcher(new)])
    assert client.retrieve_version() == "9"


def test_a_second_rejection_is_an_authentication_error(
    network: responses.RequestsMock, client: DataverseClient, clock: Clock
) -> None:
    network.get(f"{API}RetrieveVersion", status=401)
    with pytest.raises(DataverseError) as caught:
        client.retrieve_version()
    assert (caught.value.cure, len(network.calls), clock.naps) == (Cure.AUTHENTICATION, 2, [])


@pytest.mark.parametrize(
    "trouble",
    [requests.ConnectionError("reset"), requests.ReadTimeout("late"), requests.ConnectTimeout("slow")],
)
def test_a_lost_connection_is_tried_again(
    network: responses.RequestsMock, client: DataverseClient, clock: Clock, trouble: Exception
) -> None:
    network.get(f"{API}RetrieveVersion", body=trouble)
    network.get(f"{API}RetrieveVersion", json={"Version": "9"})
    assert client.retrieve_version() == "9"
    assert clock.naps == [0.5]


def test_the_crm_says_how_long_to_wait(
    network: responses.RequestsMock, client: DataverseClient, clock: Clock
) -> None:
    network.get(f"{API}RetrieveVersion", status=429, headers={"Retry-After": "12"})
    network.get(f"{API}RetrieveVersion", json={"Version": "9"})
    assert client.retrieve_version() == "9"
    assert clock.naps == [12.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("", None), ("7", 7.0), ("-3", 0.0), ("soon", None), ("inf", None), ("nan", None)],
)
def test_a_retry_after_is_read_as_seconds(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header) == seconds


def test_a_retry_after_may_be_a_moment() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert 90 < (seconds_of(later) or 0) <= 100


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"value": 7}', '{"value": [{"name": "no id"}]}'])
def test_an_answer_that_is_no_answer_is_a_configuration_error(
    network: responses.RequestsMock, client: DataverseClient, body: str
) -> None:
    network.get(f"{API}accounts?$select=name", body=body)
    with pytest.raises(DataverseError) as caught:
        list(client.pages("accounts", select=["name"]))
    assert (caught.value.cure, caught.value.code) == (Cure.CONFIGURATION, "answer_not_understood")


def test_no_more_requests_are_under_way_than_our_share(clock: Clock) -> None:
    client = make_client(clock)
    adapter = client._sender.session.get_adapter(URL)
    pool = adapter.get_connection_with_tls_context(requests.Request("GET", URL).prepare(), True)  # type: ignore[attr-defined]
    assert (pool.pool.maxsize, pool.block) == (2, True)
