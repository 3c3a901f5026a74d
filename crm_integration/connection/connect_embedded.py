"""Connects to the embedded CRM without asking anybody for anything."""

import io
from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.connect import connect
from crm_integration.connection.environment_checks import INTEGRATION_USER_ROLE

APPLICATION = "Business Central Integration"


def connect_embedded(*, now: datetime) -> tuple[CheckResult, ...]:
    """Registers us as an application of the CRM, by its own command, and connects with what it answers.

    Raises ConnectionNotReady.
    """
    answer = io.StringIO()
    call_command("crm_register_application", APPLICATION, role=INTEGRATION_USER_ROLE, stdout=answer)
    given = dict(line.split(": ", 1) for line in answer.getvalue().splitlines() if ": " in line)
    return connect(
        environment_url=settings.EMBEDDED_CRM_URL,
        tenant=given["tenant"].strip(),
        client_id=given["client id"].strip(),
        client_secret=given["client secret"].strip(),
        now=now,
    )
