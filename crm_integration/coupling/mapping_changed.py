"""What follows when an administrator changed a mapping."""

from django.utils import timezone

from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import IntegrationTableMapping, SynchProblem
from crm_integration.synch_engine.applier.problem_book import SETTLING_TIME
from crm_integration.synch_engine.look_again import look_again


def mapping_changed(mapping_name: str) -> None:
    """Has records that failed looked at again: the change may be their cure. Skipped ones stay skipped.

    Of lines, those are the documents that they go with. To be called in the transaction of the change.
    """
    name = MAPPINGS[mapping_name].goes_with or mapping_name
    SynchProblem.objects.filter(mapping_id=name).update(is_due=True)
    if IntegrationTableMapping.objects.filter(name=name, is_enabled=True).exists():
        look_again(name, not_before=timezone.now() + SETTLING_TIME)
