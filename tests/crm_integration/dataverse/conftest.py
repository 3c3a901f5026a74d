"""The embedded CRM behind its reserved host, and a client that may use it."""

import io

import pytest
from django.core.management import call_command

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for, forget_clients
from crm_integration.models import ConnectionSetup
from tests.database_snapshot import built_once


@pytest.fixture
def embedded(db: None) -> ConnectionSetup:
    """A setup with credentials of the embedded CRM, not enabled."""
    given = built_once(_register)
    forget_clients()
    return ConnectionSetup(
        environment_url="http://embedded.localhost",
        tenant=given["tenant"],
        client_id=given["client id"],
        client_secret=given["client secret"],
    )


def _register() -> dict[str, str]:
    call_command("crm_initialize", stdout=io.StringIO())
    answer = io.StringIO()
    call_command("crm_register_application", "Tests", role=["System Administrator"], stdout=answer)
    return dict(line.split(": ", 1) for line in answer.getvalue().splitlines())


@pytest.fixture
def crm(embedded: ConnectionSetup) -> DataverseClient:
    return client_for(embedded)
