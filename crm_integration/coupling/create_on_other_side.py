"""*Create in Dynamics 365 Sales*, *Create in Business Central*: a record without a counterpart gets one."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet

from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.scheduled import Scheduled, refuse_resting, schedule
from crm_integration.models import Coupling, IntegrationTableMapping
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Direction
from erp.queries.table_fields import model_of

ANEW = Options(create=True, retry_skipped=True)


def create_in_crm(*, mapping_name: str, erp_ids: Sequence[UUID], user: User | None = None) -> Scheduled:
    """What is coupled already is left out. Raises CouplingRefused if the mapping goes elsewhere, or rests."""
    _refuse(mapping_name, Direction.TO_INTEGRATION_TABLE)
    coupled = set(_couplings(mapping_name).filter(erp_id__in=erp_ids).values_list("erp_id", flat=True))
    chosen = tuple(id for id in erp_ids if id not in coupled)
    scope = Scope(mapping_name, "selected", ANEW, erp_ids=chosen)
    return schedule(scope, records=len(chosen), skipped=len(coupled), user=user)


def create_in_erp(*, mapping_name: str, crm_ids: Sequence[UUID], user: User | None = None) -> Scheduled:
    """What is coupled already is left out. Raises CouplingRefused if the mapping goes elsewhere, or rests."""
    _refuse(mapping_name, Direction.FROM_INTEGRATION_TABLE)
    couplings = dict(_couplings(mapping_name).filter(crm_id__in=crm_ids).values_list("erp_id", "crm_id"))
    table = IntegrationTableMapping.objects.values_list("erp_table", flat=True).get(name=mapping_name)
    living = set(model_of(table)._default_manager.filter(id__in=couplings).values_list("id", flat=True))
    stale = [erp_id for erp_id in couplings if erp_id not in living]
    _couplings(mapping_name).filter(erp_id__in=stale).delete()
    coupled = {crm_id for erp_id, crm_id in couplings.items() if erp_id in living}
    chosen = tuple(id for id in crm_ids if id not in coupled)
    scope = Scope(mapping_name, "selected", ANEW, crm_ids=chosen)
    return schedule(scope, records=len(chosen), skipped=len(coupled), user=user)


def _couplings(mapping_name: str) -> QuerySet[Coupling]:
    return Coupling.objects.filter(mapping_id=mapping_name).exclude(state=Coupling.State.CREATING)


def _refuse(mapping_name: str, direction: Direction) -> None:
    refuse_resting(mapping_name)
    if not load_mapping(mapping_name).allows(direction):
        raise CouplingRefused("direction_not_allowed", mapping=mapping_name)
