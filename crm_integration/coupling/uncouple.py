"""Deletes couplings; the records on both sides stay as they are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from crm_integration.coupling.creation_under_way import is_at_work
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.uncouple_options import uncouple_options
from crm_integration.coupling.uncoupling_log import Uncoupled, log_uncoupling
from crm_integration.coupling.version import version_of
from crm_integration.job_queue import ContinueWith, Deadline, Finished, Lease, Outcome, check, enqueue, hold
from crm_integration.models import Coupling, Job, OptionMapping, SynchJobChange, SynchProblem

BATCH = 500


def uncouple(
    *,
    coupling_ids: Sequence[UUID],
    expected: Mapping[UUID, int | None] | None = None,
    user: User | None = None,
) -> int:
    """Deletes the couplings and returns how many there were; their problems go with them.

    A coupling whose record is being created at this moment stays. ``expected`` holds the versions that were
    shown, None for any; what it does not name stays. Raises CouplingRefused for what changed since.
    """
    with transaction.atomic():
        couplings = list(Coupling.objects.filter(id__in=coupling_ids).select_for_update())
        couplings = [coupling for coupling in couplings if not _is_under_way(coupling)]
        if expected is not None:
            couplings = _as_expected(couplings, expected)
        for mapping_id in {coupling.mapping_id for coupling in couplings}:
            of_mapping = [coupling for coupling in couplings if coupling.mapping_id == mapping_id]
            _uncouple(of_mapping, requested_by=user.pk if user else None)
    return len(couplings)


def _is_under_way(coupling: Coupling) -> bool:
    return coupling.state == Coupling.State.CREATING and is_at_work(coupling.mapping_id)


def _as_expected(couplings: Sequence[Coupling], expected: Mapping[UUID, int | None]) -> list[Coupling]:
    named = [coupling for coupling in couplings if coupling.id in expected]
    if any(expected[coupling.id] not in (None, version_of(coupling)) for coupling in named):
        raise CouplingRefused("coupling_changed_meanwhile")
    return named


def number_of_couplings(mapping_name: str) -> int:
    """How many records of a mapping are coupled, with records or with options."""
    return sum(model.objects.filter(mapping=mapping_name).count() for model in (Coupling, OptionMapping))


def uncouple_mapping(*, mapping_name: str, user: User | None = None) -> Job:
    """Has all couplings of a mapping deleted in the background."""
    return enqueue(
        kind="uncouple",
        arguments={"mapping": mapping_name},
        unique_key=f"uncouple:{mapping_name}",
        exclusive_key=f"mapping:{mapping_name}",
        total=number_of_couplings(mapping_name),
        requested_by=user,
    )


def uncouple_slice(lease: Lease, arguments: Mapping[str, Any], deadline: Deadline) -> Outcome:
    """Works on :func:`uncouple_mapping`. Raises LeaseLost."""
    done, person = Job.objects.values_list("done", "requested_by").get(pk=lease.job_id)
    while True:
        with transaction.atomic():
            check(lease)
            couplings = list(Coupling.objects.filter(mapping_id=arguments["mapping"])[:BATCH])
            if not couplings:
                uncouple_options(mapping_name=arguments["mapping"], requested_by=person)
                return Finished()
            _uncouple(couplings, requested_by=person)
        done += len(couplings)
        if hold(lease, now=timezone.now(), done=done, cursor={"done": done}) or deadline.is_over:
            return ContinueWith({"done": done})


def _uncouple(couplings: Sequence[Coupling], *, requested_by: int | None) -> None:
    mapping = couplings[0].mapping
    ids = [coupling.id for coupling in couplings]
    SynchProblem.objects.filter(mapping=mapping, erp_id__in=[row.erp_id for row in couplings]).delete()
    SynchProblem.objects.filter(mapping=mapping, crm_id__in=[row.crm_id for row in couplings]).delete()
    Coupling.objects.filter(id__in=ids).delete()
    log_uncoupling(
        mapping,
        [Uncoupled(coupling.erp_id, coupling.crm_id) for coupling in couplings],
        side=SynchJobChange.Side.ERP,
        requested_by=requested_by,
        now=timezone.now(),
    )
