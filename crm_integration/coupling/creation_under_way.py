"""A record that is being created on the other side: to couple it elsewhere would leave an orphan there."""

from crm_integration.coupling.errors import CouplingRefused
from crm_integration.models import Coupling, Job
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import RecordState


def is_at_work(mapping_name: str) -> bool:
    """Whether a run of the mapping is going on, so that a creation may be on its way to the CRM."""
    return Job.objects.filter(exclusive_key=f"mapping:{mapping_name}", status=Job.Status.RUNNING).exists()


def refuse_creation_under_way(context: MappingContext, erp: RecordState) -> None:
    """Raises CouplingRefused. A creation that nobody works on any more, as a refused one, may be given up."""
    begun = Coupling.objects.filter(
        erp_table=context.mapping.erp_table, erp_id=erp.id, state=Coupling.State.CREATING
    )
    if begun.exists() and is_at_work(context.stored.name):
        raise CouplingRefused("creation_under_way", record=erp.label)
