"""What salespeople do with opportunities."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from crm.admin.acts import DEFAULT_REASON, chosen_reason, closing, in_state, write_state
from crm.admin.card_actions import Act, CardAction
from crm.admin.closing_forms import LoseOpportunityForm, WinOpportunityForm
from crm.business_rules.sales.documents import QUOTE
from crm.business_rules.sales_actions import opportunities


def _win_opportunity(act: Act) -> None:
    opportunities.win_opportunity(
        opportunity_id=act.record.pk, caller=act.caller, closing=closing(act), status=DEFAULT_REASON
    )


def _lose_opportunity(act: Act) -> None:
    opportunities.lose_opportunity(
        opportunity_id=act.record.pk, caller=act.caller, closing=closing(act), status=chosen_reason(act)
    )


def _create_quote(act: Act) -> Any:
    return opportunities.generate_from_opportunity(
        opportunity_id=act.record.pk,
        document=QUOTE,
        message="GenerateQuoteFromOpportunity",
        caller=act.caller,
    )


OPPORTUNITY_ACTIONS: Final = (
    CardAction(
        code="quote",
        label=_("Create Quote"),
        icon="document",
        done=_("This is a quote for %(record)s."),
        effect=_create_quote,
        applies=in_state(0),
        primary=True,
    ),
    CardAction(
        code="win",
        label=_("Close as Won"),
        icon="check",
        done=_("%(record)s is won."),
        effect=_win_opportunity,
        applies=in_state(0),
        form=WinOpportunityForm,
    ),
    CardAction(
        code="lose",
        label=_("Close as Lost"),
        done=_("%(record)s is lost."),
        effect=_lose_opportunity,
        applies=in_state(0),
        form=LoseOpportunityForm,
        danger=True,
    ),
    CardAction(
        code="reopen",
        label=_("Reopen"),
        icon="undo",
        done=_("%(record)s is open again."),
        effect=write_state(0),
        applies=in_state(1, 2),
    ),
)
