"""Why the connection fails, or was switched off."""

from crm_integration.models import ConnectionSetup
from crm_integration.sentences.rendering import sentence


def connection_reason(setup: ConnectionSetup) -> str:
    """Blank while nothing is in the way; what a person gave as the reason is shown as it is."""
    if not setup.is_enabled:
        return setup.disable_reason
    return sentence(setup.disable_reason, {"user": setup.order_account_name})
