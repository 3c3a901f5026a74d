"""Whatever the way to the CRM does to a batch, it has one effect, and the caller learns which."""

from uuid import uuid4

import pytest

from crm.models import Account, InjectedFault
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create, OperationResult
from crm_integration.dataverse.tokens import ClientCredentials
from crm_integration.dataverse.transports import new_session
from crm_integration.models import ConnectionSetup
from tests.unit.dataverse.conftest import Clock, make_client

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Kind = InjectedFault.Kind


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patient(embedded: ConnectionSetup, clock: Clock) -> DataverseClient:
    """A client whose pauses cost no time."""
    session = new_session(max_concurrent=2)
    tokens = ClientCredentials(
        environment_url=embedded.environment_url,
        tenant=embedded.tenant,
        client_id=embedded.client_id,
        client_secret=embedded.client_secret,
        session=session,
    )
    tokens.token()
    return make_client(
        clock, environment_url=embedded.environment_url, tokens=tokens, session=session, batch_size=100
    )


def create_three(client: DataverseClient) -> list[OperationResult]:
    return client.execute([Create("accounts", uuid4(), {"name": "x"}, select=("name",)) for _ in range(3)])


def cures(results: list[OperationResult]) -> list[Cure | None]:
    return [result.error.cure if result.error else None for result in results]


@pytest.mark.parametrize("kind", [Kind.RESET, Kind.SERVER_ERROR])
def test_a_request_that_did_nothing_is_repeated(patient: DataverseClient, clock: Clock, kind: str) -> None:
    InjectedFault.objects.create(kind=kind, remaining=1)
    assert cures(create_three(patient)) == [None] * 3
    assert (Account.objects.count(), len(clock.naps)) == (3, 1)


def test_a_throttled_request_waits_as_long_as_it_is_told(patient: DataverseClient, clock: Clock) -> None:
    InjectedFault.objects.create(kind=Kind.THROTTLE, remaining=2, retry_after=7)
    assert cures(create_three(patient)) == [None] * 3
    assert clock.naps == [7.0, 7.0]


def test_when_the_answer_is_lost_the_records_are_found_to_be_there(patient: DataverseClient) -> None:
    InjectedFault.objects.create(kind=Kind.ANSWER_LOST, remaining=1)
    assert cures(create_three(patient)) == [Cure.DUPLICATE] * 3
    assert Account.objects.count() == 3


def test_a_crm_that_stays_away_leaves_every_operation_to_be_tried_again(patient: DataverseClient) -> None:
    InjectedFault.objects.create(kind=Kind.RESET)
    assert cures(create_three(patient)) == [Cure.TRANSIENT] * 3
    with pytest.raises(DataverseError) as caught:
        patient.who_am_i()
    assert caught.value.cure is Cure.TRANSIENT
    assert Account.objects.count() == 0


def test_a_failed_operation_inside_a_batch_is_transient(patient: DataverseClient) -> None:
    InjectedFault.objects.create(kind=Kind.BATCH_OPERATION)
    assert cures(create_three(patient)) == [Cure.TRANSIENT] * 3
