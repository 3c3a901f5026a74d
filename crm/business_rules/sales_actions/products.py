"""Publishes products, so that they can be sold."""

from uuid import UUID

from crm.business_rules.caller import Caller
from crm.business_rules.sales.states import ACTIVE_PRODUCT, DRAFT_PRODUCT, UNDER_REVISION
from crm.business_rules.sales_actions.closing import change_state, record_in_state
from crm.models import CrmRecord, Product
from crm.models.version import in_turn

_PUBLISHABLE = frozenset({DRAFT_PRODUCT, UNDER_REVISION})
_CHUNK = 500


def publish_product_hierarchy(*, product_id: UUID, caller: Caller) -> CrmRecord:
    """Activates a draft or revised product, and those below it that are drafts or revised."""
    with in_turn():
        product = record_in_state(
            "product", product_id, _PUBLISHABLE, message="PublishProductHierarchy", caller=caller
        )
        published = change_state(product, ACTIVE_PRODUCT, caller=caller)
        below, seen = [product_id], {product_id}
        while below:
            children = Product.objects.filter(parentproductid__in=below).exclude(pk__in=seen)
            states = dict(children.order_by("pk").values_list("pk", "statecode"))
            below = list(states)
            seen |= set(below)
            drafts = [child for child, state in states.items() if state in _PUBLISHABLE]
            for start in range(0, len(drafts), _CHUNK):
                for child in Product.objects.filter(pk__in=drafts[start : start + _CHUNK]).order_by("pk"):
                    change_state(child, ACTIVE_PRODUCT, caller=caller)
        return published
