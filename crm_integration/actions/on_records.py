"""What a person does with records of the back office, on lists and cards of every mapped table."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Input, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import COUPLE, SYNCHRONIZE, VIEW_COUPLINGS
from crm_integration.actions.scheduled import outcome_of
from crm_integration.coupling.couple import couple
from crm_integration.coupling.create_on_other_side import create_in_crm
from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.coupling.uncouple import uncouple
from crm_integration.models import Coupling, IntegrationTableMapping
from crm_integration.synch_engine.mapping_store import declaration_of, stored_mapping
from crm_integration.table_mapping.direction import Direction

COUPLING = _("Coupling")
RECORDS = _("Records")
FOLLOW_UP = _("Follow up")
AFTER_COUPLING = tuple(value for value, _label in IntegrationTableMapping.AfterCoupling.choices)


def _couple(call: Call) -> Outcome:
    wanted = str(call.inputs.get("synchronize") or "no")
    coupling = couple(
        mapping_name=call.mapping,
        erp_id=call.ids[0],
        crm_id=UUID(str(call.inputs["crm_id"])),
        synchronize=wanted,
        user=call.user,
    )
    code = "coupled" if wanted == "no" else "coupled_and_scheduled"
    return Outcome(code, {"coupling": str(coupling.id)})


def _create_in_crm(call: Call) -> Outcome:
    scheduled = create_in_crm(mapping_name=call.mapping, erp_ids=call.ids, user=call.user)
    return outcome_of(scheduled, chosen=len(call.ids))


def _synchronize(call: Call) -> Outcome:
    wanted = call.inputs.get("direction")
    direction = Direction(wanted) if wanted else None
    refuse_direction(call.mapping, direction)
    scheduled = synchronize_now(
        mapping_name=call.mapping,
        coupling_ids=coupling_ids(call.mapping, call.ids),
        direction=direction,
        expected=call.inputs.get("expected") or {},
        decisions=call.inputs.get("decisions") or {},
        user=call.user,
    )
    return outcome_of(scheduled, chosen=len(call.ids))


def refuse_direction(mapping_name: str, direction: Direction | None) -> None:
    """Raises ActionRefused where the mapping does not go that way."""
    mapping = declaration_of(stored_mapping(mapping_name))
    if direction is not None and not mapping.allows(direction):
        raise ActionRefused("direction_not_allowed", mapping=mapping_name)


def _uncouple(call: Call) -> Outcome:
    chosen, expected = coupling_ids(call.mapping, call.ids), call.inputs.get("expected")
    deleted = uncouple(coupling_ids=chosen, expected=expected, user=call.user)
    if not deleted:
        raise ActionRefused("nothing_coupled")
    return Outcome("couplings_deleted" if deleted > 1 else "coupling_deleted", {"number": deleted})


def _nothing(call: Call) -> Outcome:
    """A page that only shows something has no effect."""
    return Outcome("")


def coupling_ids(mapping_name: str, erp_ids: Sequence[UUID]) -> list[UUID]:
    """Returns the couplings of chosen records; those that are not coupled have none."""
    coupled = Coupling.objects.filter(mapping_id=mapping_name, erp_id__in=erp_ids)
    return list(coupled.values_list("id", flat=True))


SET_UP_COUPLING = Action(
    name="set_up_coupling",
    label=_("Set Up Coupling"),
    subject=Subject.RECORD,
    permission=COUPLE,
    effect=_couple,
    needs=Needs.ONE,
    inputs=(
        Input(name="crm_id", is_required=True),
        Input(name="synchronize", choices=AFTER_COUPLING),
    ),
    page="set_up_coupling",
    section=COUPLING,
    icon="link",
    is_promoted=True,
    order=10,
)
MATCH_BASED_COUPLING = Action(
    name="match_based_coupling",
    label=_("Match-Based Coupling"),
    subject=Subject.RECORD,
    permission=COUPLE,
    effect=_nothing,
    page="match_based_coupling",
    section=COUPLING,
    icon="search",
    order=20,
)
DELETE_COUPLING = Action(
    name="delete_coupling",
    label=_("Delete Coupling"),
    subject=Subject.RECORD,
    permission=COUPLE,
    effect=_uncouple,
    needs=Needs.MANY,
    page="delete_coupling",
    section=COUPLING,
    icon="unlink",
    is_dangerous=True,
    is_in_selection_bar=True,
    order=30,
)
SYNCHRONIZE_NOW = Action(
    name="synchronize_now",
    label=_("Synchronize Now"),
    subject=Subject.RECORD,
    permission=SYNCHRONIZE,
    effect=_synchronize,
    needs=Needs.MANY,
    inputs=(Input(name="direction", choices=tuple(direction.value for direction in Direction)),),
    page="synchronize_now",
    section=RECORDS,
    icon="running",
    is_promoted=True,
    is_in_selection_bar=True,
    order=40,
)
CREATE_IN_CRM = Action(
    name="create_in_crm",
    label=_("Create %(crm_record)s in %(crm_product)s"),
    subject=Subject.RECORD,
    permission=COUPLE,
    effect=_create_in_crm,
    needs=Needs.MANY,
    section=RECORDS,
    icon="plus",
    is_promoted=True,
    order=50,
)
OPEN_IN_CRM = Action(
    name="open_in_crm",
    label=_("Open in %(crm_product)s"),
    subject=Subject.RECORD,
    permission=VIEW_COUPLINGS,
    effect=_nothing,
    needs=Needs.ONE,
    page="open_coupled_record",
    section=RECORDS,
    icon="external",
    order=60,
)
SYNCHRONIZATION_LOG = Action(
    name="synchronization_log",
    label=_("Synchronization Log"),
    subject=Subject.RECORD,
    permission=VIEW_COUPLINGS,
    effect=_nothing,
    needs=Needs.ONE,
    page="synchronization_log",
    section=FOLLOW_UP,
    icon="history",
    order=70,
)
