"""The embedded CRM by one button: we become an application of it, and somebody becomes its administrator."""

import io
from datetime import datetime

from django.conf import settings
from django.core.management import call_command

from crm_integration.connection.assisted_setup.draft import keep, setup_of
from crm_integration.connection.assisted_setup.steps import Step
from crm_integration.connection.connect_embedded import is_accepted_by_embedded, register_with_embedded
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import AssistedSetupDraft


def is_embedded_offered() -> bool:
    """Whether a CRM is answered in this very process."""
    return bool(settings.SERVE == "all")


def choose_embedded(draft: AssistedSetupDraft, *, redirect_uri: str, user_name: str, now: datetime) -> None:
    """Keeps its address and credentials in the draft; those that work already stay.

    A CRM that nobody administers yet gets the person who asks for it as its first administrator; one that
    somebody administers is left as it is. Raises DataverseError if it does not answer.
    """
    call_command("crm_appoint_administrator", user_name, stdout=io.StringIO())
    if not _is_chosen(draft, now):
        given = register_with_embedded(redirect_uri)
        values = {name: getattr(given, name) for name in ("environment_url", "tenant", "client_id")}
        keep(draft, Step.ENVIRONMENT, values, now=now)
        keep(draft, Step.ENVIRONMENT, {"client_secret": given.client_secret}, now=now)


def _is_chosen(draft: AssistedSetupDraft, now: datetime) -> bool:
    try:
        return is_accepted_by_embedded(setup_of(draft, now=now))
    except DataverseError:
        return False
