"""What is written down when everything that a run was to look at has been looked at."""

from django.utils import timezone

from crm_integration.job_queue import Lease, hold
from crm_integration.job_queue.entries import wake_after_outage
from crm_integration.models import IntegrationTableMapping
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.look_again import make_due
from crm_integration.synch_engine.run_log import RunLog
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stopped import connection_works


def end_run(context: MappingContext, scope: Scope, lease: Lease, log: RunLog) -> None:
    """Ends the synch. jobs; a run that came to its end also proves that the CRM answers. Raises LeaseLost."""
    if scope.is_full:
        IntegrationTableMapping.objects.filter(pk=context.stored.pk).update(
            is_full_synch_needed=False, last_full_synch_at=timezone.now()
        )
    done, failed = log.progress
    hold(lease, now=timezone.now(), done=done, failed_records=failed)
    log.end()
    if context.setup.disable_reason:
        connection_works()
    wake_after_outage(now=timezone.now())
    make_due(context.mapping.name)
