"""What salespeople do with orders, and with the invoices that came of them."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from crm.admin.acts import DEFAULT_REASON, chosen_reason, closing, in_state, write_state
from crm.admin.card_actions import Act, CardAction, ConfirmForm
from crm.admin.closing_forms import CloseForm, FulfillForm
from crm.business_rules.sales.states import SUBMITTED
from crm.business_rules.sales_actions import orders


def _fulfill(act: Act) -> None:
    orders.fulfill_order(
        order_id=act.record.pk, caller=act.caller, closing=closing(act), status=chosen_reason(act)
    )


def _cancel(act: Act) -> None:
    orders.cancel_order(
        order_id=act.record.pk, caller=act.caller, closing=closing(act), status=DEFAULT_REASON
    )


def _create_invoice(act: Act) -> Any:
    return orders.convert_order_to_invoice(order_id=act.record.pk, caller=act.caller)


def _is_ours(*states: int) -> Callable[[Any], bool]:
    """Whoever took the order over delivers and invoices it: a second invoice would be made of it here."""
    is_there = in_state(*states)
    return lambda order: (
        is_there(order) and (order.statecode != SUBMITTED or order.lastbackofficesubmit is None)
    )


ORDER_ACTIONS: Final = (
    CardAction(
        code="submit",
        label=_("Submit Order"),
        icon="send",
        done=_("%(record)s is submitted to the back office."),
        effect=write_state(1),
        applies=in_state(0),
        primary=True,
    ),
    CardAction(
        code="fulfill",
        label=_("Fulfill Order"),
        icon="check",
        done=_("%(record)s is fulfilled."),
        effect=_fulfill,
        applies=_is_ours(0, 1),
        form=FulfillForm,
    ),
    CardAction(
        code="invoice",
        label=_("Create Invoice"),
        icon="document",
        done=_("This is the invoice of %(record)s."),
        effect=_create_invoice,
        applies=_is_ours(1, 3),
    ),
    CardAction(
        code="cancel",
        label=_("Cancel Order"),
        done=_("%(record)s is canceled."),
        effect=_cancel,
        applies=in_state(0, 1),
        form=CloseForm,
        explains=_("A canceled order can no longer be changed or submitted."),
        danger=True,
    ),
)
INVOICE_ACTIONS: Final = (
    CardAction(
        code="paid",
        label=_("Invoice Paid"),
        icon="check",
        done=_("%(record)s is paid."),
        effect=write_state(2),
        applies=in_state(0),
    ),
    CardAction(
        code="cancel",
        label=_("Cancel Invoice"),
        done=_("%(record)s is canceled."),
        effect=write_state(3),
        applies=in_state(0),
        form=ConfirmForm,
        explains=_("A canceled invoice is not paid."),
        danger=True,
    ),
)
