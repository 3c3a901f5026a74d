"""Runs an option mapping: records are read, decided on, written to the option sets, written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from crm_integration.dataverse.retry import RetryPolicy
from crm_integration.job_queue import ContinueWith, Deadline, Finished, Lease, Outcome, hold
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.options.books import OptionBooks
from crm_integration.synch_engine.options.decide import OptionPlan, Wanted
from crm_integration.synch_engine.options.option_sets import OptionSets
from crm_integration.synch_engine.options.planning import plan_options
from crm_integration.synch_engine.options.stages import Cursor, Ids, next_ids
from crm_integration.synch_engine.options.write import write_options
from crm_integration.synch_engine.reader.coupling_states import skipped_ids
from crm_integration.synch_engine.reader.erp_records import inside_filter
from crm_integration.synch_engine.refusal import refuse_run
from crm_integration.synch_engine.run_end import end_run
from crm_integration.synch_engine.run_log import RunLog
from crm_integration.synch_engine.scope import Scope


@dataclass
class OptionRun:
    lease: Lease
    context: MappingContext
    scope: Scope
    log: RunLog

    @classmethod
    def open(
        cls, lease: Lease, arguments: Mapping[str, Any], log: RunLog, policy: RetryPolicy | None
    ) -> "OptionRun":
        context = MappingContext.of_options(arguments["mapping"], policy=policy)
        scope = Scope.from_arguments(arguments, mapping=context.mapping, integration_users=frozenset())
        log.directions_of(context, scope)
        refuse_run(context, scope)
        return cls(lease, context, scope, log)

    def go_on(self, cursor: Cursor, deadline: Deadline) -> Outcome:
        self.log.resume()
        following: Cursor | None = {"started": timezone.now().isoformat(), **cursor}
        if self.scope.is_full and not cursor:
            hold(self.lease, now=timezone.now(), total=inside_filter(self.context).count())
        while following is not None:
            found, following = next_ids(self.context, self.scope, following)
            if found.ids:
                self._work_on(found)
            if following is not None and found.ids and self._is_to_stop(following, deadline):
                return ContinueWith(dict(following))
        end_run(self.context, self.scope, self.lease, self.log)
        return Finished()

    def _is_to_stop(self, cursor: Cursor, deadline: Deadline) -> bool:
        done, failed = self.log.progress
        if hold(self.lease, now=timezone.now(), cursor=dict(cursor), done=done, failed_records=failed):
            self.log.cancel()
            return True
        return deadline.is_over

    def _work_on(self, found: Ids) -> None:
        """Raises DataverseError, after what was done is written down, and LeaseLost."""
        moment = timezone.now()
        sets = OptionSets.read(self.context)
        plans, stopped_by = write_options(self._plans(found, sets), sets)
        books = OptionBooks(self.context, self.lease, self.log.tally(), moment)
        failed = books.write(plans, found, is_complete=stopped_by is None)
        self.log.looked_at(len(plans))
        self.log.failed(failed)
        if stopped_by is not None:
            raise stopped_by

    def _plans(self, found: Ids, sets: OptionSets) -> list[OptionPlan]:
        skipped = frozenset() if self.scope.options.retry_skipped else skipped_ids(self.context)
        return plan_options(self.context, found.ids, sets, wanted=self._wanted(found), skipped=skipped)

    def _wanted(self, found: Ids) -> Wanted:
        mapping = self.context.mapping
        return Wanted(
            create=self.scope.options.create or found.was_wanted or not mapping.synch_only_coupled_records,
            match=self.scope.is_coupling,
            deletion=mapping.deletion_conflict_resolution,
        )
