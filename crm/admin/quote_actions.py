"""What salespeople do with quotes."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from crm.admin.acts import DEFAULT_REASON, chosen_reason, closing, in_state, write_state
from crm.admin.card_actions import Act, CardAction
from crm.admin.closing_forms import CloseForm, CloseQuoteForm
from crm.business_rules.sales_actions import quotes
from crm.models import SalesOrder

WON: Final = 2


def _win_quote(act: Act) -> None:
    quotes.win_quote(quote_id=act.record.pk, caller=act.caller, closing=closing(act), status=DEFAULT_REASON)


def _create_order(act: Act) -> Any:
    return quotes.convert_quote_to_order(
        quote_id=act.record.pk, caller=act.caller, closing=closing(act), status=DEFAULT_REASON
    )


def _convert_won_quote(act: Act) -> Any:
    return quotes.convert_quote_to_order(
        quote_id=act.record.pk, caller=act.caller, closing=None, status=DEFAULT_REASON
    )


def _is_won_without_order(quote: Any) -> bool:
    return quote.statecode == WON and not SalesOrder.objects.filter(quoteid=quote.pk).exists()


def _close_quote(act: Act) -> None:
    quotes.close_quote(
        quote_id=act.record.pk, caller=act.caller, closing=closing(act), status=chosen_reason(act)
    )


def _revise_quote(act: Act) -> Any:
    return quotes.revise_quote(quote_id=act.record.pk, caller=act.caller)


QUOTE_ACTIONS: Final = (
    CardAction(
        code="activate",
        label=_("Activate Quote"),
        icon="check",
        done=_("%(record)s is active: it can be won, closed or revised."),
        effect=write_state(1),
        applies=in_state(0),
        primary=True,
    ),
    CardAction(
        code="create-order",
        label=_("Create Order"),
        icon="document",
        done=_("%(record)s is won; this is its order."),
        effect=_create_order,
        applies=in_state(1),
        form=CloseForm,
        explains=_("The quote is won, and an order is made of it."),
        primary=True,
    ),
    CardAction(
        code="order",
        label=_("Create Order"),
        icon="document",
        done=_("This is the order of %(record)s."),
        effect=_convert_won_quote,
        applies=_is_won_without_order,
        primary=True,
    ),
    CardAction(
        code="win",
        label=_("Win Quote"),
        icon="check",
        done=_("%(record)s is won."),
        effect=_win_quote,
        applies=in_state(1),
        form=CloseForm,
        explains=_("The quote is won; its order can be made later."),
    ),
    CardAction(
        code="revise",
        label=_("Revise"),
        icon="undo",
        done=_("This is the new revision of %(record)s."),
        effect=_revise_quote,
        applies=in_state(1),
    ),
    CardAction(
        code="close",
        label=_("Close Quote"),
        done=_("%(record)s is closed."),
        effect=_close_quote,
        applies=in_state(1),
        form=CloseQuoteForm,
        explains=_("A closed quote can no longer be changed, won or reopened."),
        danger=True,
    ),
)
