"""The CRM says that something changed: the jobs that it concerns are woken, nothing else is believed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crm_integration.connection.notification_proof import is_authentic
from crm_integration.dataverse.environment import is_microsoft
from crm_integration.job_queue.entries import wake
from crm_integration.job_queue.entries.chores import CHORES_OF_TABLE
from crm_integration.mappings.registry import RECORD_MAPPINGS
from crm_integration.models import ConnectionSetup, IntegrationTableMapping


class NotificationRefused(Exception):
    """It does not come from the CRM that we registered with, or says nothing that can be understood."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def accept_notification(*, headers: Mapping[str, str], body: bytes, now: datetime) -> int:
    """Returns how many jobs were woken; our own writes wake none. Raises NotificationRefused (401 or 400)."""
    setup = ConnectionSetup.get()
    secret = setup.webhook_secret if setup.is_enabled else ""
    must_be_signed = not is_microsoft(setup.environment_url)
    if not is_authentic(secret=secret, headers=headers, body=body, now=now, must_be_signed=must_be_signed):
        raise NotificationRefused(401)
    told = _understood(body)
    made_by = _made_by(told)
    if made_by and made_by <= {str(user) for user in setup.ignored_user_ids}:
        return 0
    table = str(told.get("PrimaryEntityName", ""))
    enabled = IntegrationTableMapping.objects.on().filter(name__in=RECORD_MAPPINGS)
    names = enabled.filter(crm_table=table).values_list("name", flat=True)
    return wake([*names, *CHORES_OF_TABLE.get(table, ())], now=now)


def _understood(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotificationRefused(400) from error
    if not isinstance(told, dict):
        raise NotificationRefused(400)
    return told


def _made_by(told: Mapping[str, Any]) -> set[str]:
    """The users who made the changes; the embedded CRM tells of several changes at once."""
    users = told.get("InitiatingUserIds")
    several = users if isinstance(users, list) else [told.get("InitiatingUserId")]
    return {str(user).lower() for user in several if user}
