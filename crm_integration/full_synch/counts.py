"""The numbers of the review besides its progress: what was written in the run, what is not in step now."""

from collections.abc import Sequence
from typing import Final

from django.db.models import F, Sum

from crm_integration.full_synch.lines import Line, job_key
from crm_integration.models import SynchJob, SynchProblem
from crm_integration.models.synch_problem import RECORDS

# Per mapping and direction.
Counts = dict[tuple[str, str], int]
WRITTEN: Final = F("inserted") + F("modified") + F("coupled")


def written_records(lines: Sequence[Line]) -> Counts:
    """How often a record was written in the runs of the lines, those that came back to some included."""
    starts = [line.started_at for line in lines if line.started_at]
    if not starts:
        return {}
    jobs = SynchJob.objects.filter(
        mapping__in=[line.mapping_id for line in lines],
        started_at__gte=min(starts),
        job__unique_key__in=[job_key(line) for line in lines],
    )
    rows = jobs.order_by().values("mapping", "direction").annotate(written=Sum(WRITTEN))
    return {(row["mapping"], row["direction"]): row["written"] for row in rows}


def failed_records() -> Counts:
    """Records that something keeps from being in step now, whichever run came upon it.

    A record counts once for the direction in which it failed, however many of its fields are why.
    """
    errors = SynchProblem.objects.errors().order_by()
    rows = errors.values("mapping", "direction").annotate(records=RECORDS)
    return {(row["mapping"], row["direction"]): row["records"] for row in rows}
