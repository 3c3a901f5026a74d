"""The security roles that every CRM has from the beginning, as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from crm.business_rules.caller import ADMINISTRATOR_TEMPLATE
from crm.business_rules.general_privileges import ACT_ON_BEHALF, CUSTOMIZING
from crm.business_rules.privileges import APPEND, APPEND_TO, ASSIGN, CREATE, DELETE, READ, VERBS, WRITE
from crm.models import Depth

_CUSTOMERS: Final = ("account", "contact", "lead")
_DOCUMENTS: Final = (
    "opportunity",
    "opportunityproduct",
    "opportunityclose",
    "quote",
    "quotedetail",
    "quoteclose",
    "salesorder",
    "salesorderdetail",
    "orderclose",
    "invoice",
    "invoicedetail",
)
_TIMELINE: Final = ("annotation", "post", "postcomment", "task")
_SALES: Final = (*_CUSTOMERS, *_DOCUMENTS, *_TIMELINE)
_CATALOGUE: Final = (
    "product",
    "pricelevel",
    "productpricelevel",
    "uomschedule",
    "uom",
    "subject",
    "territory",
)
_CUSTOMIZATION: Final = ("publisher", "solution", "solutioncomponent", "importjob", "asyncoperation")
_DIRECTORY: Final = ("organization", "businessunit", "systemuser", "team", "transactioncurrency", "role")
_WEBHOOKS: Final = ("serviceendpoint", "sdkmessageprocessingstep")
_MESSAGES: Final = ("sdkmessage", "sdkmessagefilter")
_POINT_TO: Final = (READ, APPEND_TO)
_NO_TABLE: Final = ("",)

SYSTEM_ADMINISTRATOR: Final = "System Administrator"
SYSTEM_CUSTOMIZER: Final = "System Customizer"
SALESPERSON: Final = "Salesperson"
DELEGATE: Final = "Delegate"


@dataclass(frozen=True)
class Right:
    """Verbs on tables, and how far they reach."""

    tables: tuple[str, ...]
    verbs: tuple[str, ...]
    depth: int = Depth.ORGANIZATION


@dataclass(frozen=True)
class StandardRole:
    name: str
    rights: tuple[Right, ...] = ()
    template: UUID | None = None

    def privileges(self) -> Mapping[tuple[str, str], int]:
        """(table, verb) → depth; a later right wins."""
        return dict(self._each())

    def _each(self) -> Iterator[tuple[tuple[str, str], int]]:
        for right in self.rights:
            for table in right.tables:
                for verb in right.verbs:
                    yield (table, verb), right.depth


# What every user may: see the directory, and point to it.
_EVERYONE: Final = Right(_DIRECTORY, _POINT_TO)
_KEEP: Final = (CREATE, READ, WRITE, APPEND, APPEND_TO, ASSIGN)

STANDARD_ROLES: Final = (
    # The template of this role alone permits everything; it needs no rights.
    StandardRole(SYSTEM_ADMINISTRATOR, template=ADMINISTRATOR_TEMPLATE),
    StandardRole(
        SYSTEM_CUSTOMIZER,
        (
            _EVERYONE,
            Right(_SALES, VERBS, Depth.USER),
            Right((*_CATALOGUE, *_CUSTOMIZATION, *_WEBHOOKS, *_MESSAGES), VERBS),
            Right(_NO_TABLE, CUSTOMIZING),
        ),
    ),
    StandardRole(
        SALESPERSON,
        (
            _EVERYONE,
            Right(_SALES, _KEEP),
            Right(_SALES, (DELETE,), Depth.USER),
            Right(_CATALOGUE, _POINT_TO),
        ),
    ),
    StandardRole(DELEGATE, (Right(_NO_TABLE, (ACT_ON_BEHALF,)),)),
)
