"""What a person does with records that are coupled with options."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.on_records import COUPLING
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import COUPLE
from crm_integration.coupling.uncouple_options import uncouple_options


def _uncouple(call: Call) -> Outcome:
    person = call.user.pk if call.user else None
    number = uncouple_options(mapping_name=call.mapping, erp_ids=call.ids, requested_by=person)
    if not number:
        raise ActionRefused("nothing_coupled")
    return Outcome("couplings_deleted" if number > 1 else "coupling_deleted", {"number": number})


DELETE_OPTION_COUPLING = Action(
    name="delete_option_coupling",
    label=_("Delete Coupling"),
    subject=Subject.RECORD,
    permission=COUPLE,
    effect=_uncouple,
    needs=Needs.MANY,
    section=COUPLING,
    icon="unlink",
    is_dangerous=True,
    is_in_selection_bar=True,
    order=30,
)
