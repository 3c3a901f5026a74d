"""What a person does with rows of the CRM that the back office does not have yet."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.permissions import COUPLE
from crm_integration.actions.scheduled import outcome_of
from crm_integration.coupling.create_on_other_side import create_in_erp


def _create_in_erp(call: Call) -> Outcome:
    scheduled = create_in_erp(mapping_name=call.mapping, crm_ids=call.ids, user=call.user)
    return outcome_of(scheduled, chosen=len(call.ids))


CREATE_IN_ERP = Action(
    name="create_in_erp",
    label=_("Create %(erp_record)s in %(erp_product)s"),
    subject=Subject.CRM_RECORD,
    permission=COUPLE,
    effect=_create_in_erp,
    needs=Needs.MANY,
    icon="plus",
    is_promoted=True,
)
