"""What belongs to which solution: put in when it is made under the solution's name, or afterwards."""

from collections.abc import Iterable
from uuid import UUID

from crm import metadata
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.privileges import WRITE, depth
from crm.metadata import EntityReference
from crm.models import Solution, SolutionComponent

WITH_SUBCOMPONENTS = 0


def add_component(*, solution: str, kind: int, object_id: UUID, caller: Caller) -> UUID:
    """Puts it into the solution of that unique name, once; returns the component's id. Raises CrmFault."""
    depth(caller=caller, table=metadata.table("solution"), verb=WRITE)
    solution_id = Solution.objects.filter(uniquename=solution).values_list("pk", flat=True).first()
    if solution_id is None:
        raise CrmFault(DOES_NOT_EXIST, table="solution", id=solution)
    known = SolutionComponent.objects.filter(solutionid=solution_id, componenttype=kind, objectid=object_id)
    present = known.values_list("pk", flat=True).first()
    if present is not None:
        return present
    values = {
        "solutionid": EntityReference("solution", solution_id),
        "componenttype": kind,
        "objectid": object_id,
        "rootcomponentbehavior": WITH_SUBCOMPONENTS,
    }
    table = metadata.table("solutioncomponent")
    (created,) = create_records(
        table=table, records=[NewRecord(values)], caller=system_caller(), trusted=True
    )
    return UUID(str(created.pk))


def is_component(*, solution: str, object_id: UUID) -> bool:
    components = SolutionComponent.objects.filter(solutionid__uniquename=solution, objectid=object_id)
    return components.exists()


def forget_components(object_ids: Iterable[UUID]) -> None:
    """What is no longer there is in no solution."""
    SolutionComponent.objects.filter(objectid__in=list(object_ids)).delete()
