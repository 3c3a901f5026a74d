"""What salespeople do with products and price lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from crm.admin.acts import in_state, write_state
from crm.admin.card_actions import Act, CardAction
from crm.business_rules.sales_actions import products


def _publish(act: Act) -> None:
    products.publish_product_hierarchy(product_id=act.record.pk, caller=act.caller)


PRODUCT_ACTIONS: Final = (
    CardAction(
        code="publish",
        label=_("Publish"),
        icon="check",
        done=_("%(record)s can be sold."),
        effect=_publish,
        applies=in_state(2, 3),
        primary=True,
    ),
    CardAction(
        code="retire",
        label=_("Retire"),
        done=_("%(record)s is retired and can no longer be sold."),
        effect=write_state(1),
        applies=in_state(0),
        danger=True,
    ),
    CardAction(
        code="reactivate",
        label=_("Activate"),
        icon="undo",
        done=_("%(record)s can be sold again."),
        effect=write_state(0),
        applies=in_state(1),
    ),
)
PRICE_LIST_ACTIONS: Final = (
    CardAction(
        code="deactivate",
        label=_("Deactivate"),
        done=_("%(record)s is inactive."),
        effect=write_state(1),
        applies=in_state(0),
        danger=True,
    ),
    CardAction(
        code="activate",
        label=_("Activate"),
        icon="check",
        done=_("%(record)s is active."),
        effect=write_state(0),
        applies=in_state(1),
    ),
)
