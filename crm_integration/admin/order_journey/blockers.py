"""What keeps an order from going on, as sentences with the links that cure them."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_integration.document_flow.order_life.journey import Stage
from crm_integration.document_flow.order_life.journey_reader import Journey
from crm_integration.sentences import sentence
from crm_integration.sentences.cures import CureLink
from crm_integration.sentences.document_cures import Obstacle, obstacles_of


def blockers_of(journey: Journey, stage: Stage) -> list[Obstacle]:
    """Empty where nothing does."""
    if stage.blocker is None:
        return []
    if stage.blocker == journey.facts.problem and journey.document is not None:
        return obstacles_of(journey.document)
    cure = CURES.get(stage.blocker.code)
    text = sentence(stage.blocker.code, stage.blocker.params)
    return [Obstacle(text, cure(journey) if cure else None)]


def _decide(journey: Journey) -> CureLink:
    return CureLink(_("Delete or keep the sales order"), f"{reverse('admin:crm_orders')}?show=canceled")


def _register_payment(journey: Journey) -> CureLink:
    known = journey.order or journey.posted
    query = urlencode({"customer": known.bill_to_customer_id if known else ""})
    return CureLink(_("Register Payment"), f"{reverse('admin:register_payments')}?{query}")


CURES: Mapping[str, Callable[[Journey], CureLink]] = {
    "order_canceled_in_crm": _decide,
    "invoice_is_overdue": _register_payment,
}
