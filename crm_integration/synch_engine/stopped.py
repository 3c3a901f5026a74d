"""How work ends that the CRM stopped: it waits for a CRM that is away, and fails for all that people mend."""

from datetime import datetime, timedelta

from django.utils import timezone

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.job_queue import Failed, Postponed
from crm_integration.job_queue.entries import CRM_IS_AWAY
from crm_integration.models import ConnectionSetup

# What runs of the integration user neither notice nor heal.
ACCOUNT_REFUSED = "order_account_refused"


def stopped(error: DataverseError) -> Failed | Postponed:
    """A failure is shown on the Connection Setup until a run comes to its end again; not what stops because
    somebody switched the connection off.
    """
    params = {"code": error.code, "message": error.message[:500]}
    if error.cure is Cure.TRANSIENT:
        return Postponed(CRM_IS_AWAY, params, _not_before(error))
    return _failed(f"crm_{error.cure.value}", params)


def stopped_for_account(error: DataverseError, setup: ConnectionSetup) -> Failed | Postponed:
    """The same for what the account of order integration does: that it may not is shown until it may."""
    if error.cure is not Cure.PRIVILEGE or not setup.is_sales_order_integration_enabled:
        return stopped(error)
    params = {"code": error.code, "message": error.message[:500], "user": setup.order_account_name}
    return _failed(ACCOUNT_REFUSED, params)


def account_is_accepted() -> None:
    """The account did its work, or another one was chosen."""
    ConnectionSetup.objects.filter(pk=1, disable_reason=ACCOUNT_REFUSED).update(disable_reason="")


def connection_works() -> None:
    """A run of the integration user came to its end, which says nothing of the account."""
    failing = ConnectionSetup.objects.filter(pk=1).exclude(disable_reason=ACCOUNT_REFUSED)
    failing.update(disable_reason="")


def _failed(code: str, params: dict[str, str]) -> Failed:
    ConnectionSetup.objects.filter(pk=1, is_enabled=True).update(disable_reason=code)
    return Failed(code, params)


def _not_before(error: DataverseError) -> datetime | None:
    return timezone.now() + timedelta(seconds=error.retry_after) if error.retry_after else None
