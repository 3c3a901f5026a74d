"""Microsoft's client, signed in as an application at the embedded CRM."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from azure.identity import ClientSecretCredential
from PowerPlatform.Dataverse.client import DataverseClient

URL = os.environ["CRM_URL"]


@pytest.fixture(scope="session")
def credential() -> ClientSecretCredential:
    return ClientSecretCredential(
        os.environ["CRM_TENANT"],
        os.environ["CRM_CLIENT_ID"],
        os.environ["CRM_CLIENT_SECRET"],
        authority=URL,
        disable_instance_discovery=True,
    )


@pytest.fixture(scope="session")
def client(credential: ClientSecretCredential) -> Iterator[DataverseClient]:
    with DataverseClient(URL, credential) as connected:
        yield connected


@pytest.fixture
def mark() -> str:
    """By which a test knows its own records."""
    return uuid4().hex[:8]
