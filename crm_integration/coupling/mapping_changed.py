"""What follows when an administrator changed a mapping."""

from django.utils import timezone

from crm_integration.models import IntegrationTableMapping, SynchProblem
from crm_integration.synch_engine.applier.problem_book import SETTLING_TIME, enqueue_run


def mapping_changed(mapping_name: str) -> None:
    """Has records that failed looked at again: the change may be their cure. Skipped ones stay skipped.

    To be called in the transaction of the change.
    """
    SynchProblem.objects.filter(mapping_id=mapping_name).update(is_due=True)
    if IntegrationTableMapping.objects.filter(name=mapping_name, is_enabled=True).exists():
        enqueue_run(mapping_name, not_before=timezone.now() + SETTLING_TIME)
