"""The step *Environment*: does the address lead to a CRM that accepts the credentials?"""

from datetime import datetime

from crm_integration.connection.assisted_setup.draft import setup_of
from crm_integration.connection.version_on_premises import at_its_version
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import AssistedSetupDraft


def check_environment(draft: AssistedSetupDraft, *, now: datetime) -> None:
    """Asks the CRM who we are; whether it has a user for us, and which, is another step's question.

    Raises DataverseError.
    """
    setup = setup_of(draft, now=now)
    client = client_for(setup, policy=FOR_READERS)
    try:
        at_its_version(client, setup).who_am_i()
    except DataverseError as error:
        if error.cure is not Cure.PRIVILEGE:
            raise
