"""Runs one mapping, a slice at a time: batch after batch is planned, applied, counted and left behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.retry import RetryPolicy
from crm_integration.job_queue import (
    ContinueWith,
    Deadline,
    Failed,
    Finished,
    Lease,
    Outcome,
    check,
    hold,
)
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    ErpChange,
    IntegrationTableMapping,
    Job,
    SynchProblem,
)
from crm_integration.synch_engine.applier.apply import apply_plans
from crm_integration.synch_engine.applier.problem_book import coupled_now, forget_uncoupled
from crm_integration.synch_engine.applier.tally import Tally
from crm_integration.synch_engine.ask_again import ask_again
from crm_integration.synch_engine.ask_for_units import ask_for_units
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.default_price_list import ensure_default_price_list
from crm_integration.synch_engine.mapping_store import UnknownMapping, is_option_mapping
from crm_integration.synch_engine.options.run import OptionRun
from crm_integration.synch_engine.plan import CHANGED_SINCE_SHOWN, Action, Pair, Plan
from crm_integration.synch_engine.reader.counts import records_to_look_at
from crm_integration.synch_engine.reader.coupling_states import ids_with_problems, skipped_ids
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.synch_engine.refusal import RunRefused, RunRests, refuse_run
from crm_integration.synch_engine.run_end import end_run
from crm_integration.synch_engine.run_log import RunLog
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import Batch, Cursor
from crm_integration.synch_engine.stages.crm_changes import fingerprint
from crm_integration.synch_engine.stages.match import couplings_of
from crm_integration.synch_engine.stages.order import next_batch
from crm_integration.synch_engine.stopped import stopped, stopped_for_account


def run_slice(
    lease: Lease, arguments: Mapping[str, Any], deadline: Deadline, *, policy: RetryPolicy | None = None
) -> Outcome:
    """Works on a mapping until it is done or the deadline is over. Raises LeaseLost.

    ``policy``: how patient with the CRM; as a worker is where none is given.
    """
    job = Job.objects.get(pk=lease.job_id)
    log = RunLog(job)
    try:
        kind = OptionRun if is_option_mapping(arguments["mapping"]) else _Run
        return kind.open(lease, arguments, log, policy).go_on(job.cursor, deadline)
    except DataverseError as error:
        return _stopped(log, error, arguments["mapping"])
    except UnknownMapping as error:
        return Failed("unknown_mapping", {"mapping": error.name})
    except RunRests:
        return Finished()
    except RunRefused as error:
        log.end(message=(error.code, error.params))
        return Failed(error.code, error.params)


def _stopped(log: RunLog, error: DataverseError, mapping_name: str) -> Outcome:
    known = MAPPINGS.get(mapping_name)
    is_by_account = known is not None and known.is_made_by_flow
    outcome = stopped_for_account(error, ConnectionSetup.get()) if is_by_account else stopped(error)
    if isinstance(outcome, Failed):
        log.end(message=(outcome.code, outcome.params))
    return outcome


@dataclass
class _Run:
    lease: Lease
    context: MappingContext
    scope: Scope
    planning: Planning
    log: RunLog

    @classmethod
    def open(
        cls, lease: Lease, arguments: Mapping[str, Any], log: RunLog, policy: RetryPolicy | None
    ) -> "_Run":
        context = MappingContext.open(arguments["mapping"], policy=policy)
        users = context.setup.ignored_user_ids
        scope = Scope.from_arguments(arguments, mapping=context.mapping, integration_users=users)
        log.directions_of(context, scope)
        refuse_run(context, scope)
        if context.mapping.has_default_prices:
            ensure_default_price_list(context, is_certain=not scope.is_full)
        return cls(lease, context, scope, Planning(context, scope.options), log)

    def go_on(self, cursor: Cursor, deadline: Deadline) -> Outcome:
        self.log.resume()
        following: Cursor | None = {"started": timezone.now().isoformat(), **cursor}
        skipped = skipped_ids(self.context)
        if self.scope.is_full and not cursor:
            hold(self.lease, now=timezone.now(), total=records_to_look_at(self.context))
        while following is not None:
            moment = timezone.now()
            batch, after = next_batch(self.context, self.scope, following)
            self._work_on(batch, skipped, started=following["started"], moment=moment)
            skipped = skipped_ids(self.context) if batch.matched else skipped
            stage, following = following.get("stage"), after
            if following is None or _found_nothing(batch, stage, following):
                continue
            if self._is_to_stop(following, deadline):
                return ContinueWith(dict(following))
        return self._finish()

    def _is_to_stop(self, cursor: Cursor, deadline: Deadline) -> bool:
        done, failed = self.log.progress
        if hold(self.lease, now=timezone.now(), cursor=dict(cursor), done=done, failed_records=failed):
            self.log.cancel()
            return True
        return deadline.is_over

    def _work_on(self, batch: Batch, skipped: frozenset[UUID], *, started: str, moment: datetime) -> None:
        """``moment`` is before anything of the batch was read."""
        pairs = self._not_failed_yet(batch.pairs, started)
        pairs = [pair.skipped_if_among(skipped) for pair in pairs] if skipped else pairs
        plans = self.planning.plan(pairs, batch.options(self.scope.options)) if pairs else []
        plans += [_outdated(pair) for pair in batch.outdated]
        if batch.size:
            tally = self.log.tally()
            tally.add(batch.origin.other, "unchanged", batch.unchanged)
            if plans:
                self._apply(plans, batch, tally, moment)
            tally.write()
            self.log.looked_at(batch.size)
        if batch.consumed or batch.link or batch.solved or batch.matched:
            self._leave_behind(batch)

    def _not_failed_yet(self, pairs: Sequence[Pair], started: str) -> list[Pair]:
        """A pair that failed in an earlier stage of this run is not tried again before the ERP changed it."""
        if not self.log.has_failures:
            return list(pairs)
        failed = ids_with_problems(self.context, pairs, since=parse_datetime(started))
        return [pair for pair in pairs if not _has_failed_as_it_is(pair, failed)]

    def _apply(self, plans: list[Plan], batch: Batch, tally: Tally, moment: datetime) -> None:
        failed_before = tally.failed
        apply_plans(
            plans,
            origin=batch.origin,
            planning=self.planning,
            lease=self.lease,
            tally=tally,
            now=moment,
            as_shown=bool(self.scope.expected),
        )
        self.log.failed(tally.failed - failed_before)

    def _leave_behind(self, batch: Batch) -> None:
        with transaction.atomic():
            check(self.lease)
            ErpChange.objects.filter(pk__in=batch.consumed, token__in=batch.consumed.values()).delete()
            SynchProblem.objects.filter(pk__in=batch.solved).delete()
            self._couple(batch)
            if batch.link:
                IntegrationTableMapping.objects.filter(pk=self.context.stored.pk).update(
                    delta_link=batch.link, delta_fingerprint=fingerprint(self.context)
                )

    def _couple(self, batch: Batch) -> None:
        if not batch.matched:
            return
        mapping = self.context.mapping
        # Who was coupled by somebody else in the meantime stays as they left it.
        wanted = couplings_of(self.context, batch, self.scope.options.first_direction)
        Coupling.objects.filter(id__in=batch.given_up, state=Coupling.State.CREATING).delete()
        Coupling.objects.bulk_create(wanted, ignore_conflicts=True)
        inserted = Coupling.objects.filter(id__in=[coupling.id for coupling in wanted])
        pairs = list(inserted.values_list("erp_id", "crm_id"))
        if not pairs:
            return
        forget_uncoupled(self.context.stored, pairs)
        coupled_now(mapping.erp_table, mapping.crm_table, pairs, now=timezone.now())
        tally = self.log.tally()
        tally.add(batch.origin.other, "coupled", len(pairs))
        tally.write()

    def _finish(self) -> Outcome:
        end_run(self.context, self.scope, self.lease, self.log)
        if self.log.has_failures:
            job = Job.objects.get(pk=self.lease.job_id)
            ask_again(self.scope, job, self.log.ids, now=timezone.now())
            ask_for_units(self.scope.mapping, job, self.log.ids)
        return Finished()


def _found_nothing(batch: Batch, stage: str | None, following: Cursor) -> bool:
    """Whether the stage ended without a record: to pass through it again costs no more than a stop here."""
    return not batch.size and following["stage"] != stage


def _has_failed_as_it_is(pair: Pair, failed: Mapping[UUID, datetime]) -> bool:
    moments = [failed[id] for id in pair.ids if id in failed]
    changed_at = pair.erp.modified_at if pair.erp else None
    return bool(moments) and not (changed_at and changed_at >= max(moments))


def _outdated(pair: Pair) -> Plan:
    return Plan(Action.FAIL, pair, problems=(CHANGED_SINCE_SHOWN,))
