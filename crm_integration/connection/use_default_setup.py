"""Use Default Synchronization Setup: mappings become as they are delivered, as many as were chosen."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from crm_integration.coupling.mapping_changed import mapping_changed
from crm_integration.job_queue.entries import create_default_entries
from crm_integration.mappings.registry import DEFAULT_JOBS, MAPPINGS
from crm_integration.models import IntegrationTableMapping
from crm_integration.synch_engine.mapping_store import UnknownMapping, restore_defaults, seed_mappings


class MappingChangedMeanwhile(Exception):
    """Somebody edited the mapping since its differences were shown."""

    def __init__(self, mapping: str) -> None:
        super().__init__(mapping)
        self.mapping = mapping


@transaction.atomic
def use_default_setup(chosen: Mapping[str, int | None], *, now: datetime) -> None:
    """All or nothing. Couplings and switches stay; mappings and jobs that are missing come.

    ``chosen``: the mappings, each with the row version that its differences were shown of; None does not
    ask. Raises UnknownMapping, MappingChangedMeanwhile.
    """
    seed_mappings()
    for name, version in chosen.items():
        _restore(name, version)
    create_default_entries(DEFAULT_JOBS, now=now)


def _restore(name: str, version: int | None) -> None:
    if name not in MAPPINGS:
        raise UnknownMapping(name)
    as_shown = IntegrationTableMapping.objects.filter(name=name)
    if version is not None:
        as_shown = as_shown.filter(row_version=version)
    if not as_shown.update(row_version=F("row_version") + 1):
        raise MappingChangedMeanwhile(name)
    restore_defaults(name)
    mapping_changed(name)
