"""The step *Integration user*: as whom we shall work in the CRM, and whether that user may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from crm_integration.connection.assisted_setup.draft import setup_of
from crm_integration.connection.check_result import ConnectionNotReady, failed
from crm_integration.connection.environment_checks import is_administrator
from crm_integration.connection.environment_facts import ROLES, read_user
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import AssistedSetupDraft


@dataclass(frozen=True)
class IntegrationUser:
    """``name`` is blank and ``roles`` is None for a user without a role, who may not even read itself."""

    id: UUID
    name: str = ""
    roles: tuple[str, ...] | None = None


def find_integration_user(draft: AssistedSetupDraft, *, now: datetime) -> IntegrationUser:
    """Raises DataverseError for what the CRM says, and ConnectionNotReady: ``integration_user_missing``,
    ``integration_user_disabled``, ``integration_user_is_administrator``.
    """
    client = client_for(setup_of(draft, now=now), policy=FOR_READERS)
    try:
        user_id = client.who_am_i().user_id
    except DataverseError as error:
        if error.cure is not Cure.PRIVILEGE:
            raise
        raise _not_ready("integration_user_missing", application=draft.client_id) from error
    return _checked(user_id, _values_of(client, user_id))


def _values_of(client: DataverseClient, user_id: UUID) -> Mapping[str, Any] | None:
    try:
        row = read_user(client, user_id)
    except DataverseError as error:
        if error.cure is not Cure.PRIVILEGE:
            raise
        return None
    return row.values if row else None


def _checked(user_id: UUID, values: Mapping[str, Any] | None) -> IntegrationUser:
    if values is None:
        return IntegrationUser(user_id)
    name, roles = str(values.get("fullname") or ""), values.get(ROLES) or ()
    if values.get("isdisabled"):
        raise _not_ready("integration_user_disabled", user=name)
    if any(is_administrator(role) for role in roles):
        raise _not_ready("integration_user_is_administrator", user=name)
    return IntegrationUser(user_id, name, tuple(sorted(str(role.get("name")) for role in roles)))


def _not_ready(code: str, **params: str) -> ConnectionNotReady:
    return ConnectionNotReady((failed(code, **params),))
