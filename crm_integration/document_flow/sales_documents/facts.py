"""What has to be known of both sides before it can be decided what a document of the CRM becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.values import LookupValue


class DocumentRefused(Exception):
    """The document cannot be made; ``problems`` say why, the first first, and how each is cured."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems = problems


class LineType(StrEnum):
    """The types of lines of the back office that come from the CRM."""

    COMMENT = "comment"
    ITEM = "item"
    RESOURCE = "resource"
    GL_ACCOUNT = "gl_account"


@dataclass(frozen=True)
class AccountFact:
    """An account of the CRM; ``customer_no`` is the customer that it is coupled with, blank for none.

    ``vat_group`` is the VAT business posting group of that customer.
    """

    name: str
    is_customer: bool
    customer_no: str = ""
    vat_group: str = ""


@dataclass(frozen=True)
class ContactFact:
    """A contact of the CRM and the account that it belongs to."""

    name: str
    account_id: UUID | None = None


@dataclass(frozen=True)
class ProductFact:
    """A product of the CRM, and the item or resource that it is coupled with: its number and description.

    ``is_coupled`` without a number: the coupled record is gone. ``vat_group``: the price of the item includes
    VAT for customers of that VAT business posting group, of ``vat_percent``.
    """

    name: str
    state: int
    type: int | None
    no: str = ""
    description: str = ""
    is_coupled: bool = False
    vat_group: str = ""
    vat_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class WriteIn:
    """The item or resource that stands for what is not in the catalogue; it may not be coupled."""

    type: LineType = LineType.ITEM
    no: str = ""
    is_coupled: bool = False


@dataclass(frozen=True)
class Facts:
    """By id of the CRM's record, unless another key is named; what is not in a mapping does not exist.

    ``currencies``: the ISO code of each of the CRM's currencies. ``currency_codes``: the codes of the back
    office. ``units``: the code of the unit that each of the CRM's units is coupled with, blank for none,
    asked for where units go by unit groups (``by_unit_group``). ``options``: the code by column and option.
    ``quote_numbers``: of the quotes that orders name and that have not come over themselves.
    ``is_discount_per_unit``: the CRM takes the manual discount of a line off each unit of it.
    """

    accounts: Mapping[UUID, AccountFact] = field(default_factory=dict)
    contacts: Mapping[UUID, ContactFact] = field(default_factory=dict)
    products: Mapping[UUID, ProductFact] = field(default_factory=dict)
    units: Mapping[UUID, str] = field(default_factory=dict)
    unit_names: Mapping[UUID, str] = field(default_factory=dict)
    currencies: Mapping[UUID, str] = field(default_factory=dict)
    currency_codes: frozenset[str] = frozenset()
    local_currency: str = ""
    options: Mapping[tuple[str, int], str] = field(default_factory=dict)
    quote_numbers: Mapping[UUID, str] = field(default_factory=dict)
    write_in: WriteIn = WriteIn()
    freight_account: str = ""
    is_discount_per_unit: bool = False
    by_unit_group: bool = False
    understand_country: Callable[[str], str | None] = lambda text: text
    lengths: Mapping[str, int] = field(default_factory=dict)
    unit_price_places: Decimal = Decimal("0.00001")


def named(lookup: LookupValue | None) -> UUID | None:
    return None if lookup is None else lookup.id
