"""What follows from what a caller writes: one file for each table that has rules of its own."""

from collections.abc import Callable, Mapping
from typing import Final

from crm.business_rules.derivations import (
    businessunit,
    contact,
    currency,
    organization,
    ownership,
    role,
    serviceendpoint,
    status,
    step,
    systemuser,
    team,
)
from crm.business_rules.draft import Draft

Derivation = Callable[[Draft], None]

FOR_ALL_TABLES: Final[tuple[Derivation, ...]] = (status.complete, ownership.complete, currency.complete)
BY_TABLE: Final[Mapping[str, Derivation]] = {
    "businessunit": businessunit.complete,
    "contact": contact.complete,
    "organization": organization.complete,
    "role": role.complete,
    "sdkmessageprocessingstep": step.complete,
    "serviceendpoint": serviceendpoint.complete,
    "systemuser": systemuser.complete,
    "team": team.complete,
    "transactioncurrency": currency.complete_currency,
}


def derive(draft: Draft) -> None:
    """Completes a draft. Raises CrmFault if it contradicts a rule."""
    for derivation in FOR_ALL_TABLES:
        derivation(draft)
    own = BY_TABLE.get(draft.table.logical_name)
    if own is not None:
        own(draft)
