"""Couples one ERP record with one CRM record."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm_integration.coupling.creation_under_way import refuse_creation_under_way
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.scheduled import refuse_resting, schedule
from crm_integration.models import Coupling, IntegrationTableMapping, SynchJob, SynchJobChange
from crm_integration.synch_engine.applier.problem_book import coupled_now, forget_uncoupled
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.plan import Options, RecordState
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.erp_records import read_erp_records
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Direction
from erp.queries.table_fields import model_of

NO = IntegrationTableMapping.AfterCoupling.NO.value


def couple(
    *, mapping_name: str, erp_id: UUID, crm_id: UUID, synchronize: str = NO, user: User | None = None
) -> Coupling:
    """Returns the coupling; ``synchronize`` says with whose data both records are then made equal.

    An ERP record that is coupled to another CRM record is coupled anew. Raises CouplingRefused when one of
    the records is not there, is outside the mapping's filter, when the CRM record is taken, or when they
    are to be synchronized while the layer of the mapping is off; and DataverseError.
    """
    if synchronize != NO:
        refuse_resting(mapping_name)
    context = MappingContext.open(mapping_name)
    erp = read_erp_records(context, [erp_id]).get(erp_id)
    crm = read_crm_rows(context, [crm_id]).get(crm_id)
    if erp is None or crm is None:
        raise CouplingRefused("record_not_found", table=_table(context, erp is None))
    _refuse_outside_filter(context, erp, crm)
    with transaction.atomic():
        coupling = _make(context, erp, crm, user)
        chosen = "" if synchronize == NO else synchronize
        Coupling.objects.filter(pk=coupling.pk).update(first_direction=chosen)
        if chosen:
            options = Options(direction=Direction(synchronize))
            scope = Scope(mapping_name, "selected", options, coupling_ids=(coupling.id,))
            schedule(scope, records=1, user=user)
    return coupling


def _table(context: MappingContext, is_erp: bool) -> str:
    return context.mapping.erp_table if is_erp else context.mapping.crm_table


def _refuse_outside_filter(context: MappingContext, erp: RecordState, crm: RecordState) -> None:
    if not matches(context.mapping.erp_filter, erp.values):
        raise CouplingRefused("outside_erp_filter", record=erp.label, mapping=context.stored.name)
    if not matches(context.mapping.crm_filter, crm.values):
        raise CouplingRefused("outside_crm_filter", record=crm.label, mapping=context.stored.name)


def _make(context: MappingContext, erp: RecordState, crm: RecordState, user: User | None) -> Coupling:
    try:
        with transaction.atomic():
            _free_crm_record(context, erp, crm)
            refuse_creation_under_way(context, erp)
            Coupling.objects.filter(erp_table=context.mapping.erp_table, erp_id=erp.id).exclude(
                crm_id=crm.id
            ).delete()
            coupling, is_new = Coupling.objects.get_or_create(
                erp_table=context.mapping.erp_table,
                erp_id=erp.id,
                crm_table=context.mapping.crm_table,
                crm_id=crm.id,
                defaults={"mapping": context.stored},
            )
            if is_new:
                _write_down(context, coupling, erp, user)
            return coupling
    except IntegrityError as error:
        raise CouplingRefused("already_coupled", record=crm.label) from error


def _free_crm_record(context: MappingContext, erp: RecordState, crm: RecordState) -> None:
    """A coupling to an ERP record that no longer exists does not stand in the way."""
    mapping = context.mapping
    other = (
        Coupling.objects.filter(crm_table=mapping.crm_table, crm_id=crm.id, erp_table=mapping.erp_table)
        .exclude(erp_id=erp.id)
        .first()
    )
    if other is None:
        return
    taken = model_of(mapping.erp_table)._default_manager.filter(id=other.erp_id).first()
    if taken is not None:
        raise CouplingRefused("crm_record_already_coupled", record=crm.label, other=str(taken))
    other.delete()


def _write_down(context: MappingContext, coupling: Coupling, erp: RecordState, user: User | None) -> None:
    mapping = context.mapping
    now = timezone.now()
    pair = (coupling.erp_id, coupling.crm_id)
    forget_uncoupled(context.stored, [pair])
    job = SynchJob.objects.create(
        mapping=context.stored,
        type=SynchJob.Type.COUPLING,
        direction=mapping.direction.value,
        status=SynchJob.Status.SUCCESS,
        started_at=now,
        finished_at=now,
        coupled=1,
        requested_by=user,
    )
    SynchJobChange.objects.create(
        synch_job=job,
        erp_id=coupling.erp_id,
        crm_id=coupling.crm_id,
        side=SynchJobChange.Side.ERP,
        kind=SynchJobChange.Kind.COUPLED,
        description=erp.label,
        written_at=now,
    )
    coupled_now(mapping.erp_table, mapping.crm_table, [pair], now=now)
