"""The embedded CRM behind its reserved host, and a client that may use it."""

import io

import pytest
from django.core.management import call_command

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for, forget_clients
from crm_integration.models import ConnectionSetup


@pytest.fixture
def embedded(db: None) -> ConnectionSetup:
    """A setup with credentials of the embedded CRM, not enabled."""
    return register()


def register(role: str = "System Administrator") -> ConnectionSetup:
    call_command("crm_initialize")
    answer = io.StringIO()
    call_command("crm_register_application", "Tests", role=[role], stdout=answer)
    given = dict(line.split(": ", 1) for line in answer.getvalue().splitlines())
    forget_clients()
    return ConnectionSetup(
        environment_url="http://embedded.localhost",
        tenant=given["tenant"],
        client_id=given["client id"],
        client_secret=given["client secret"],
    )


@pytest.fixture
def crm(embedded: ConnectionSetup) -> DataverseClient:
    return client_for(embedded)
