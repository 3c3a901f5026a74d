"""Connects to the embedded CRM without asking anybody for anything."""

import io
from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from crm_integration.connection.addresses import signed_in_url
from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.connect import connect
from crm_integration.connection.destination import Destination
from crm_integration.connection.enable import enable
from crm_integration.connection.solution.deploy import deploy
from crm_integration.connection.solution_status import user_of_application
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup

APPLICATION = "Business Central Integration"


def connect_embedded(*, now: datetime) -> tuple[CheckResult, ...]:
    """Registers us as an application of the CRM, by its own command, and connects with what it answers. The
    integration solution is deployed before, which brings the role of our user.

    Credentials that still work are kept: a new secret would end those of a connection that is in use.
    Raises ConnectionNotReady, DataverseError if the CRM does not answer.
    """
    setup = ConnectionSetup.get()
    if is_accepted_by_embedded(setup):
        return enable(setup=setup, now=now, with_sales=True)
    given = register_with_embedded(signed_in_url(setup))
    deploy(administrator_of_embedded(), users=user_of_application(given.client_id))
    return connect(given, now=now)


def register_with_embedded(redirect_uri: str) -> Destination:
    """Registers us as an application without a role; a former secret ends.

    The address is registered if it is https; the CRM needs none of the administrator's machine.
    """
    answer = io.StringIO()
    call_command(
        "crm_register_application",
        APPLICATION,
        no_role=True,
        redirect_uri=[redirect_uri] if redirect_uri.startswith("https://") else None,
        stdout=answer,
        stderr=io.StringIO(),
    )
    lines = (line.split(": ", 1) for line in answer.getvalue().splitlines() if ": " in line)
    given = {name: value.strip() for name, value in lines}
    return Destination(
        environment_url=settings.EMBEDDED_CRM_URL,
        tenant=given["tenant"],
        client_id=given["client id"],
        client_secret=given["client secret"],
    )


def is_accepted_by_embedded(setup: ConnectionSetup) -> bool:
    """Whether the setup, saved or not, leads to the embedded CRM with credentials that work.

    Raises DataverseError if it does not answer.
    """
    if setup.environment_url != settings.EMBEDDED_CRM_URL:
        return False
    try:
        client_for(setup, policy=FOR_PEOPLE).who_am_i()
    except DataverseError as error:
        if error.cure in (Cure.AUTHENTICATION, Cure.CONFIGURATION):
            return False
        raise
    return True
