"""Switches table mappings on and off, all in one go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from crm_integration.connection.unit_groups import choose_unit_groups
from crm_integration.coupling.mapping_changed import mapping_changed
from crm_integration.mappings.registry import SYNCHRONIZED_MAPPINGS, is_of_way
from crm_integration.models import IntegrationTableMapping


@dataclass(frozen=True)
class ChosenMappings:
    """The mappings that are to be on; those of the other way of synchronizing units do not count."""

    names: frozenset[str]
    by_unit_group: bool


@transaction.atomic
def choose_mappings(chosen: ChosenMappings, *, now: datetime) -> None:
    """Switches the mappings that are there; how they were edited stays. Raises UnitGroupsFixed.

    A mapping that goes with another one has no switch here.
    """
    choose_unit_groups(is_wanted=chosen.by_unit_group, now=now)
    wanted = {name for name in chosen.names if is_of_way(name, by_unit_group=chosen.by_unit_group)}
    for stored in IntegrationTableMapping.objects.filter(name__in=SYNCHRONIZED_MAPPINGS):
        if stored.is_enabled is not (stored.name in wanted):
            same = IntegrationTableMapping.objects.filter(pk=stored.pk)
            same.update(is_enabled=stored.name in wanted, row_version=F("row_version") + 1)
            mapping_changed(stored.name)
