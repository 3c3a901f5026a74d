"""The CRM is never asked while a transaction is open, or its locks were held by the network."""

from uuid import UUID

import pytest
import responses
from django.db import transaction

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import InsideTransaction
from crm_integration.dataverse.operations import Delete
from tests.unit.dataverse.conftest import API, Clock, make_client

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def client() -> DataverseClient:
    return make_client(Clock())


@pytest.mark.parametrize("database", ["default", "crm"])
def test_a_request_inside_a_transaction_is_refused(client: DataverseClient, database: str) -> None:
    with transaction.atomic(using=database):
        with pytest.raises(InsideTransaction, match=database):
            client.who_am_i()
        with pytest.raises(InsideTransaction):
            client.execute([Delete("accounts", UUID(int=1))])
        with pytest.raises(InsideTransaction):
            list(client.pages("accounts", select=["name"]))


def test_the_transaction_around_a_test_does_not_count(client: DataverseClient) -> None:
    with responses.RequestsMock() as network:
        network.get(f"{API}RetrieveVersion", json={"Version": "9"})
        assert client.retrieve_version() == "9"
