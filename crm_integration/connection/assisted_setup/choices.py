"""Which data can be chosen for synchronization, and what each choice needs.

Source: C&S 0 (what to couple first), clarification 5. A mapping that is only helped by another one, as an
invoice is by its opportunity, does not need it: what is not coupled is left out or said then.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from crm_integration.mappings.registry import SALES_MAPPINGS

OneOf = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """``mappings`` go on and off together. Of each of ``needs`` at least one must be chosen too."""

    name: str
    mappings: tuple[str, ...]
    needs: tuple[OneOf, ...] = ()

    @property
    def is_base(self) -> bool:
        """Whether the Dataverse connection is enough for it."""
        return SALES_MAPPINGS.isdisjoint(self.mappings)


@dataclass(frozen=True)
class Missing:
    """What was chosen, and the choices one of which it needs."""

    name: str
    one_of: OneOf


_DOCUMENTS: Final = (("customers",), ("currencies",), ("items", "resources"))
CHOICES: Final = (
    Choice("salespeople", ("SALESPEOPLE",)),
    Choice("currencies", ("CURRENCY",)),
    Choice("payment_terms", ("PAYMENT TERMS",)),
    Choice("shipment_methods", ("SHIPMENT METHOD",)),
    Choice("shipping_agents", ("SHIPPING AGENT",)),
    Choice("customers", ("CUSTOMER",), (("salespeople",),)),
    Choice("contacts", ("CONTACT",), (("customers",),)),
    Choice("units", ("UNIT OF MEASURE", "UNIT GROUP", "ITEM UOM", "RESOURCE UOM")),
    Choice("items", ("ITEM-PRODUCT",), (("units",),)),
    Choice("resources", ("RESOURCE-PRODUCT",), (("units",),)),
    Choice("price_groups", ("CUSTPRCGRP-PRICE",)),
    Choice("prices", ("SALESPRC-PRODPRICE",), (("price_groups",), ("items",))),
    Choice("opportunities", ("OPPORTUNITY",), (("contacts",),)),
    Choice("invoices", ("POSTEDSALESINV-INV",), _DOCUMENTS),
    Choice("orders", ("SALESORDER-ORDER",), _DOCUMENTS),
)
CHOICE: Final = {choice.name: choice for choice in CHOICES}
# What orders of the CRM are made of here, and what the CRM asks the stock of.
NEEDED_BY_ORDER_INTEGRATION: Final = _DOCUMENTS
NEEDED_BY_ITEM_AVAILABILITY: Final = (("items",),)


def mappings_of(chosen: Collection[str]) -> frozenset[str]:
    """Returns the names of the mappings that are to be on."""
    return frozenset(name for choice in CHOICES if choice.name in chosen for name in choice.mappings)


def choices_of(mappings: Collection[str]) -> list[str]:
    """Returns what counts as chosen where these mappings are on."""
    return [choice.name for choice in CHOICES if not set(choice.mappings).isdisjoint(mappings)]


def missing_of(chosen: Collection[str]) -> list[Missing]:
    """Returns what is needed by something chosen, and not chosen itself."""
    return [
        Missing(choice.name, one_of)
        for choice in CHOICES
        if choice.name in chosen
        for one_of in lacking(choice.needs, chosen)
    ]


def lacking(needs: Iterable[OneOf], chosen: Collection[str]) -> list[OneOf]:
    """Returns the needs that nothing chosen meets."""
    return [one_of for one_of in needs if not set(one_of) & set(chosen)]


def with_needed(chosen: Collection[str]) -> list[str]:
    """Returns the choices with everything that they need, and what that needs in turn."""
    names = set(chosen)
    while lacks := missing_of(names):
        names |= {missing.one_of[0] for missing in lacks}
    return [choice.name for choice in CHOICES if choice.name in names]
