"""Deletes the couplings of options; the options stay, since records of the CRM have them."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from crm_integration.coupling.uncoupling_log import Uncoupled, log_uncoupling
from crm_integration.models import OptionMapping, SynchJobChange, SynchProblem
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
    ids = [row.erp_id for row in rows]
    SynchProblem.objects.filter(mapping=mapping_name, erp_id__in=ids).delete()
    OptionMapping.objects.filter(id__in=[row.id for row in rows]).delete()
    log_uncoupling(
        rows[0].mapping,
        [Uncoupled(row.erp_id, option_id(row.option_value), row.option_caption) for row in rows],
        side=SynchJobChange.Side.CRM,
        requested_by=requested_by,
        now=timezone.now(),
    )
    return len(rows)
