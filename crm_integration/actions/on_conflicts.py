"""Resolve conflict: whose value to keep, field by field, or another value that both sides then get."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import SYNCHRONIZE
from crm_integration.actions.scheduled import outcome_of
from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.models import Coupling
from crm_integration.synch_engine.applier.erp_tables import ERP_WRITERS
from crm_integration.table_mapping.direction import Side
from erp.operations.errors import OperationError

Versions = tuple[int, int]


def _resolve(call: Call) -> Outcome:
    coupling = Coupling.objects.filter(mapping=call.mapping, erp_id=call.ids[0]).first()
    if coupling is None:
        raise ActionRefused("nothing_coupled")
    decisions: dict[str, Side] = dict(call.inputs.get("decisions") or {})
    expected: dict[UUID, Versions] = dict(call.inputs.get("expected") or {})
    values: Mapping[str, str] = call.inputs.get("values") or {}
    if values:
        version = _write_values(coupling, values, expected.get(coupling.id))
        decisions |= dict.fromkeys(values, Side.ERP)
        if coupling.id in expected:
            expected[coupling.id] = (version, expected[coupling.id][1])
    scheduled = synchronize_now(
        mapping_name=call.mapping,
        coupling_ids=[coupling.id],
        expected=expected,
        decisions=decisions,
        user=call.user,
    )
    outcome = outcome_of(scheduled, chosen=1)
    return replace(outcome, code="conflict_decided") if scheduled.scheduled else outcome


def _write_values(coupling: Coupling, values: Mapping[str, str], shown: Versions | None) -> int:
    """Another value is written to the back office first; that side is kept then. Returns its new version."""
    changes: dict[str, Any] = {key.split(":")[0]: value for key, value in values.items()}
    versions = {"expected_versions": {coupling.erp_id: shown[0]}} if shown else {}
    try:
        records = ERP_WRITERS[coupling.erp_table].modify(changes={coupling.erp_id: changes}, **versions)
    except OperationError as refused:
        raise ActionRefused("erp_refused", message=str(refused)) from refused
    return int(records[0].row_version)


RESOLVE_CONFLICT = Action(
    name="resolve_conflict",
    label=_("Resolve conflict"),
    subject=Subject.RECORD,
    permission=SYNCHRONIZE,
    effect=_resolve,
    needs=Needs.ONE,
    page="resolve_conflict",
    icon="conflict",
)
