"""Mends what a run could not: retry, restore the other side, find what is deleted."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from crm_integration.coupling.delete_records import GONE
from crm_integration.coupling.scheduled import AT_ONCE, Scheduled, refuse_resting, schedule
from crm_integration.coupling.uncouple import uncouple
from crm_integration.job_queue import enqueue
from crm_integration.models import Coupling, IntegrationTableMapping, Job, SynchProblem
from crm_integration.synch_engine.look_again import look_again
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.scope import Scope


def retry(*, problem_ids: Sequence[int], user: User | None = None) -> int:
    """Has the records looked at again shortly, skipped ones too; returns how many problems that concerns.

    Raises CouplingRefused while the layer of one of their mappings is off.
    """
    problems = SynchProblem.objects.filter(pk__in=problem_ids)
    refuse_resting(*problems.values_list("mapping_id", flat=True))
    return _retry(problems)


def retry_all(*, user: User | None = None) -> int:
    """The same for everything that fails, but for conflicts: these wait for a decision.

    What belongs to a layer that is off waits for that. Raises CouplingRefused where there is nothing else.
    """
    resting = IntegrationTableMapping.objects.filter(is_layer_on=False).values_list("name", flat=True)
    problems = SynchProblem.objects.exclude(cure=SynchProblem.Cure.CONFLICT)
    number = _retry(problems.exclude(mapping_id__in=list(resting)))
    if not number:
        refuse_resting(*problems.order_by().values_list("mapping_id", flat=True).distinct())
    return number


@transaction.atomic
def _retry(problems: QuerySet[SynchProblem]) -> int:
    names = set(problems.values_list("mapping_id", flat=True))
    number = problems.update(is_due=True, is_skipped=False, times=0)
    for name in sorted(names):
        look_again(name, not_before=timezone.now())
    return number


def restore_records(*, coupling_ids: Sequence[UUID], user: User | None = None) -> list[Scheduled]:
    """Has the deleted side of each pair created anew from the surviving one, with a new id.

    A pair is not uncoupled unless its other side is going to be created. Raises CouplingRefused while the
    layer of one of their mappings is off.
    """
    couplings = Coupling.objects.filter(id__in=coupling_ids, state__in=GONE)
    refuse_resting(*couplings.values_list("mapping_id", flat=True))
    by_mapping: dict[str, list[Coupling]] = {}
    for coupling in couplings:
        by_mapping.setdefault(coupling.mapping_id, []).append(coupling)
    return [_restore(name, rows, user) for name, rows in sorted(by_mapping.items())]


def _restore(mapping_name: str, couplings: Sequence[Coupling], user: User | None) -> Scheduled:
    in_erp = tuple(row.crm_id for row in couplings if row.state == Coupling.State.DELETED_IN_ERP)
    in_crm = tuple(row.erp_id for row in couplings if row.state == Coupling.State.DELETED_IN_CRM)
    options = Options(create=True, retry_skipped=True)
    scope = Scope(mapping_name, "selected", options, erp_ids=in_crm, crm_ids=in_erp)
    with transaction.atomic():
        uncouple(coupling_ids=[row.id for row in couplings], user=user)
        return schedule(scope, records=len(couplings), user=user)


def find_for_deleted(*, mapping_name: str, user: User | None = None) -> Job:
    """Has couplings whose ERP or CRM record is gone looked for and planned by the deletion policy.

    Raises CouplingRefused while the layer of the mapping is off.
    """
    refuse_resting(mapping_name)
    scope = Scope(mapping_name, "find_deleted", Options(retry_skipped=True))
    return enqueue(
        kind="synchronize",
        arguments=scope.to_arguments(),
        unique_key=f"find_deleted:{mapping_name}",
        exclusive_key=f"mapping:{mapping_name}",
        priority=AT_ONCE,
        requested_by=user,
    )
