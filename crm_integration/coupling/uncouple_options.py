"""Deletes the couplings of options; the options stay, since records of the CRM have them."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_integration.models import OptionMapping, SynchJob, SynchJobChange, SynchProblem
from crm_integration.table_mapping.option_ids import option_id


@transaction.atomic
def uncouple_options(
    *, mapping_name: str, erp_ids: Collection[UUID] | None = None, requested_by: int | None = None
) -> int:
    """Deletes those of the records, or all of the mapping, with their problems; returns how many."""
    found = OptionMapping.objects.filter(mapping=mapping_name).select_related("mapping")
    rows = list(found if erp_ids is None else found.filter(erp_id__in=erp_ids))
    if not rows:
        return 0
    now = timezone.now()
    ids = [row.erp_id for row in rows]
    SynchProblem.objects.filter(mapping=mapping_name, erp_id__in=ids).delete()
    OptionMapping.objects.filter(id__in=[row.id for row in rows]).delete()
    job = SynchJob.objects.create(
        mapping=rows[0].mapping,
        type=SynchJob.Type.UNCOUPLING,
        direction=rows[0].mapping.direction,
        status=SynchJob.Status.SUCCESS,
        started_at=now,
        finished_at=now,
        uncoupled=len(rows),
        requested_by_id=requested_by,
    )
    SynchJobChange.objects.bulk_create(
        SynchJobChange(
            synch_job=job,
            erp_id=row.erp_id,
            crm_id=option_id(row.option_value),
            side=SynchJobChange.Side.CRM,
            kind=SynchJobChange.Kind.UNCOUPLED,
            description=row.option_caption,
            written_at=now,
        )
        for row in rows
    )
    return len(rows)
