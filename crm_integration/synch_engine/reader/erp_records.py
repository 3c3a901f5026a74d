"""Reads the ERP's side: records by id, and the whole table in bounded pieces."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from crm_integration.models import Coupling, SynchProblem
from crm_integration.synch_engine.context import LABEL_FIELDS, MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader.erp_filter import to_q
from erp.queries.table_fields import model_of, record_values, table_fields


def read_erp_records(context: MappingContext, ids: Collection[UUID]) -> dict[UUID, RecordState]:
    """Returns the records that exist, by id."""
    if not ids:
        return {}
    attnames = {name: table_fields(context.mapping.erp_table)[name].attname for name in context.erp_fields}
    rows = (
        model_of(context.mapping.erp_table)
        ._default_manager.filter(id__in=ids)
        .values("id", "row_version", "modified_at", *attnames.values())
    )
    return {row["id"]: _state(row, attnames) for row in rows}


def _state(row: Mapping[str, Any], attnames: Mapping[str, str]) -> RecordState:
    values = {name: "" if (value := row[attname]) is None else value for name, attname in attnames.items()}
    return RecordState(
        id=row["id"],
        version=row["row_version"],
        values=values,
        label=label_of(values),
        modified_at=row["modified_at"],
    )


def state_of_record(context: MappingContext, record: Any) -> RecordState:
    """Returns the state of a record that an operation gave back."""
    values = record_values(record, context.erp_fields)
    return RecordState(
        id=record.id,
        version=record.row_version,
        values=values,
        label=label_of(values),
        modified_at=record.modified_at,
    )


def label_of(values: Mapping[str, Any]) -> str:
    """How a person knows the record: number or code, and name."""
    parts = (str(values[name]) for name in LABEL_FIELDS if values.get(name))
    return " ".join(list(parts)[:2])[:250]


def inside_filter(context: MappingContext) -> QuerySet[Any]:
    """Returns the records of the table that are inside the mapping's filter."""
    manager = model_of(context.mapping.erp_table)._default_manager
    return manager.filter(to_q(context.mapping.erp_filter, context.mapping.erp_table))


def uncoupled(context: MappingContext) -> QuerySet[Any]:
    """Returns the records inside the filter that have no coupling."""
    coupled = Coupling.objects.filter(erp_table=context.mapping.erp_table)
    return inside_filter(context).exclude(id__in=coupled.values("erp_id"))


def refused_creations(context: MappingContext) -> QuerySet[Coupling]:
    """Returns the couplings of records whose counterparts the CRM has refused to create."""
    refused = SynchProblem.objects.filter(mapping=context.stored, cure=SynchProblem.Cure.REJECTED)
    return Coupling.objects.filter(
        mapping=context.stored,
        state=Coupling.State.CREATING,
        erp_id__in=refused.filter(erp_id__isnull=False).values("erp_id"),
    )
