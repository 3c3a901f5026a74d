"""How work ends that the CRM stopped: it waits for a CRM that is away, and fails for all that people mend."""

from datetime import datetime, timedelta

from django.utils import timezone

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.job_queue import Failed, Postponed
from crm_integration.job_queue.entries import CRM_IS_AWAY
from crm_integration.models import ConnectionSetup


def stopped(error: DataverseError) -> Failed | Postponed:
    """A failure is shown on the Connection Setup until a run comes to its end again."""
    params = {"code": error.code, "message": error.message[:500]}
    if error.cure is Cure.TRANSIENT:
        return Postponed(CRM_IS_AWAY, params, _not_before(error))
    ConnectionSetup.objects.filter(pk=1).update(disable_reason=f"crm_{error.cure.value}")
    return Failed(f"crm_{error.cure.value}", params)


def _not_before(error: DataverseError) -> datetime | None:
    return timezone.now() + timedelta(seconds=error.retry_after) if error.retry_after else None
