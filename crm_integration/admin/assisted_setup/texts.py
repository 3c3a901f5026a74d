"""What the steps and the choices of the assisted setup are called, and what each choice means."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_integration.connection.assisted_setup.steps import Step
from crm_integration.sentences.words import products
from erp.admin.extensions import Text

STEP_LABELS: Final[dict[Step, Promise]] = {
    Step.ENVIRONMENT: _("Environment"),
    Step.SIGN_IN: _("Administrator sign-in"),
    Step.INTEGRATION_USER: _("Integration user"),
    Step.DATA: _("Data to synchronize"),
    Step.ADVANCED: _("Advanced"),
    Step.SUMMARY: _("Summary"),
}


def title() -> str:
    """What the guide is called."""
    return str(_("Set up a %(crm_product)s connection")) % products()


@dataclass(frozen=True)
class ChoiceText:
    """``meaning`` may name the products: ``%(erp_product)s``, ``%(crm_product)s``."""

    label: Text
    meaning: Text


CHOICE_TEXTS: Final[dict[str, ChoiceText]] = {
    "salespeople": ChoiceText(
        _("Salespeople"),
        _("From %(crm_product)s: users become salespeople, who own what their customers have."),
    ),
    "currencies": ChoiceText(
        _("Currencies"), _("To %(crm_product)s. Needed for prices and documents in foreign currencies.")
    ),
    "payment_terms": ChoiceText(
        _("Payment terms"), _("To %(crm_product)s, as options of accounts and documents.")
    ),
    "shipment_methods": ChoiceText(
        _("Shipment methods"), _("To %(crm_product)s, as options (freight terms) of accounts and documents.")
    ),
    "shipping_agents": ChoiceText(
        _("Shipping agents"), _("To %(crm_product)s, as options (shipping method) of accounts and documents.")
    ),
    "customers": ChoiceText(_("Customers and accounts"), _("Both ways. The salesperson decides the owner.")),
    "contacts": ChoiceText(_("Contacts"), _("Both ways, for persons who belong to a company.")),
    "units": ChoiceText(
        _("Units of measure"), _("To %(crm_product)s, as unit groups. Products cannot be without.")
    ),
    "items": ChoiceText(_("Items"), _("Both ways, as products of the type Sales Inventory.")),
    "resources": ChoiceText(_("Resources"), _("Both ways, as products of the type Services.")),
    "price_groups": ChoiceText(_("Customer price groups"), _("To %(crm_product)s, as price lists.")),
    "prices": ChoiceText(_("Sales prices"), _("To %(crm_product)s, as the items of these price lists.")),
    "opportunities": ChoiceText(_("Opportunities"), _("Both ways.")),
    "invoices": ChoiceText(
        _("Posted sales invoices"),
        _("To %(crm_product)s, so that salespeople see what was invoiced and paid."),
    ),
    "orders": ChoiceText(
        _("Sales orders"), _("To %(crm_product)s: what changes on orders that came from there.")
    ),
}
