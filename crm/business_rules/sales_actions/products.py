"""Publishes products, so that they can be sold."""

from uuid import UUID

from django.db import router, transaction

from crm.business_rules.caller import Caller
from crm.business_rules.sales.states import ACTIVE_PRODUCT, DRAFT_PRODUCT, UNDER_REVISION
from crm.business_rules.sales_actions.closing import change_state, record_in_state
from crm.models import CrmRecord, Product

_PUBLISHABLE = frozenset({DRAFT_PRODUCT, UNDER_REVISION})


def publish_product_hierarchy(*, product_id: UUID, caller: Caller) -> CrmRecord:
    """Activates a draft or revised product, and those below it that are drafts or revised."""
    with transaction.atomic(using=router.db_for_write(Product)):
        product = record_in_state(
            "product", product_id, _PUBLISHABLE, message="PublishProductHierarchy", caller=caller
        )
        published = change_state(product, ACTIVE_PRODUCT, caller=caller)
        below, seen = [product_id], {product_id}
        while below:
            children = Product.objects.filter(parentproductid__in=below).exclude(pk__in=seen)
            below = list(children.values_list("pk", flat=True))
            seen |= set(below)
            for child in children.filter(statecode__in=_PUBLISHABLE):
                change_state(child, ACTIVE_PRODUCT, caller=caller)
        return published
