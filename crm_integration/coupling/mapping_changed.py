"""What follows when an administrator changed a mapping."""

from django.utils import timezone

from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import IntegrationTableMapping, SynchProblem
from crm_integration.synch_engine.applier.problem_book import SETTLING_TIME
from crm_integration.synch_engine.look_again import look_again


def mapping_changed(mapping_name: str) -> None:
    """Has records that failed looked at again: the change may be their cure. Skipped ones stay skipped.

    Of lines, those are the documents that they go with; besides, what could not be made because this mapping
    could not create a record that it names. To be called in the transaction of the change.
    """
    name = MAPPINGS[mapping_name].goes_with or mapping_name
    failed = SynchProblem.objects.filter(mapping_id=name)
    waiting = SynchProblem.objects.filter(params__reason__params__mapping=mapping_name)
    names = {name, *waiting.values_list("mapping_id", flat=True)}
    (failed | waiting).update(is_due=True)
    enabled = IntegrationTableMapping.objects.on().filter(name__in=names)
    for one in sorted(enabled.values_list("name", flat=True)):
        look_again(one, not_before=timezone.now() + SETTLING_TIME)
