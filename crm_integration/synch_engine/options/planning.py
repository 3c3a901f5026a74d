"""Plans options from the records, the couplings and the option sets as they are now."""

from collections.abc import Collection
from uuid import UUID

from crm_integration.models import OptionMapping
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.options.decide import Coupled, OptionAction, OptionPlan, Wanted, decide
from crm_integration.synch_engine.options.option_sets import OptionSets
from crm_integration.synch_engine.reader.erp_records import inside_filter, read_erp_records


def plan_options(
    context: MappingContext,
    ids: Collection[UUID],
    sets: OptionSets,
    *,
    wanted: Wanted,
    skipped: Collection[UUID],
) -> list[OptionPlan]:
    """Returns the plans of the records that are inside the filter or coupled; nothing is written."""
    records = read_erp_records(context, ids)
    inside = set(inside_filter(context).filter(id__in=ids).values_list("id", flat=True))
    couplings = OptionMapping.objects.filter(mapping=context.stored)
    rows = couplings.values_list("erp_id", "option_value", "option_caption")
    coupled = {id: Coupled(value, caption) for id, value, caption in rows}
    looked_at = [record for id, record in records.items() if id in inside or id in coupled]
    left = [OptionPlan(OptionAction.SKIPPED, record) for record in looked_at if record.id in skipped]
    others = sorted((record for record in looked_at if record.id not in skipped), key=lambda r: r.label)
    return left + decide(
        others,
        coupled=coupled,
        labels=sets.main.labels,
        taken=sets.taken,
        begun=sets.begun,
        wanted=wanted,
    )
