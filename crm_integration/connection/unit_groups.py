"""Chooses how units of measure go to the CRM: each as a unit group of its own, or by unit groups."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from crm_integration.job_queue.entries import create_default_entries
from crm_integration.mappings.registry import BY_UNIT_GROUP, DEFAULT_JOBS, MAPPINGS, is_of_way
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    ErpChange,
    FullSynchReviewLine,
    Job,
    JobQueueEntry,
    SynchProblem,
)
from crm_integration.synch_engine.mapping_store import follow_unit_groups, seed_mappings

PRODUCTS: Final = ("ITEM-PRODUCT", "RESOURCE-PRODUCT")
PRICES: Final = ("SALESPRC-PRODPRICE",)


class UnitGroupsFixed(Exception):
    """The way cannot be changed now. ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def choose_unit_groups(*, is_wanted: bool, now: datetime) -> None:
    """Switches the mappings over; couplings stay, and serve again when the choice is taken back.

    Raises UnitGroupsFixed while a product or a price is coupled: the CRM never lets a product have another
    unit group (C&S 11). Jobs of mappings that are off go, as in the modelled product (C&S 1.0).
    """
    with transaction.atomic():
        setup = ConnectionSetup.objects.select_for_update().filter(pk=1).first() or ConnectionSetup(pk=1)
        if setup.unit_group_mapping_enabled == is_wanted:
            return
        refuse_fixed()
        seed_mappings()
        setup.unit_group_mapping_enabled = is_wanted
        setup.save()
        follow_unit_groups(by_unit_group=is_wanted)
        _clear([name for name in MAPPINGS if not is_of_way(name, by_unit_group=is_wanted)])
        SynchProblem.objects.filter(mapping__in=BY_UNIT_GROUP).update(is_due=True)
        if JobQueueEntry.objects.exists():
            create_default_entries(DEFAULT_JOBS, now=now)


def refuse_fixed() -> None:
    """Raises UnitGroupsFixed where the way cannot be changed now."""
    _refuse_coupled()
    _refuse_running()


def _refuse_coupled() -> None:
    coupled = Coupling.objects.filter(mapping__in=(*PRODUCTS, *PRICES)).values_list("mapping", flat=True)
    names = sorted(set(coupled))
    if names:
        raise UnitGroupsFixed("unit_groups_fixed_by_couplings", count=len(coupled), mappings=", ".join(names))


def _refuse_running() -> None:
    line = FullSynchReviewLine.Status
    if FullSynchReviewLine.objects.filter(status__in=[line.READY, line.IN_PROCESS]).exists():
        raise UnitGroupsFixed("full_synch_is_running")
    keys = [f"mapping:{name}" for name in BY_UNIT_GROUP]
    running = Job.objects.filter(exclusive_key__in=keys, status=Job.Status.RUNNING)
    names = sorted(key.removeprefix("mapping:") for key in running.values_list("exclusive_key", flat=True))
    if names:
        raise UnitGroupsFixed("unit_groups_fixed_by_run", mappings=", ".join(names))


def _clear(names: list[str]) -> None:
    """What is left of mappings that are off now: jobs that would never run, what only their runs need."""
    JobQueueEntry.objects.filter(mapping__in=names).delete()
    SynchProblem.objects.filter(mapping__in=names).delete()
    FullSynchReviewLine.objects.all().delete()  # what was in step is synchronized otherwise now
    ErpChange.objects.filter(erp_table__in=[MAPPINGS[name].erp_table for name in names]).delete()
