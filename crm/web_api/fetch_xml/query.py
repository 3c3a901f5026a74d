"""What a FetchXML query says, as frozen values. Source: the FetchXML reference of Dataverse."""

from dataclasses import dataclass
from enum import StrEnum


class Link(StrEnum):
    """How a linked table takes part: its rows beside those of the other, or as a condition on these."""

    INNER = "inner"
    OUTER = "outer"
    ANY = "any"
    NOT_ANY = "not any"
    ALL = "all"
    NOT_ALL = "not all"
    EXISTS = "exists"
    IN = "in"

    @property
    def is_joined(self) -> bool:
        return self in (Link.INNER, Link.OUTER)


@dataclass(frozen=True)
class Attribute:
    """``aggregate`` and ``groupby`` are those of a query that aggregates; ``dategrouping`` cuts moments."""

    name: str
    alias: str = ""
    aggregate: str = ""
    distinct: bool = False
    groupby: bool = False
    dategrouping: str = ""


@dataclass(frozen=True)
class Order:
    """By a column, or by the alias of what is aggregated; ``entity`` is the alias of a linked table."""

    attribute: str = ""
    alias: str = ""
    entity: str = ""
    descending: bool = False


@dataclass(frozen=True)
class Condition:
    """``entity`` is the alias of a linked table, ``valueof`` another column that gives the value."""

    attribute: str
    operator: str
    values: tuple[str, ...] = ()
    entity: str = ""
    valueof: str = ""


@dataclass(frozen=True)
class Filter:
    all_of: bool
    parts: "tuple[Condition | Filter | LinkEntity, ...]"


@dataclass(frozen=True)
class Entity:
    """``attributes`` is None for all of them."""

    name: str
    attributes: tuple[Attribute, ...] | None = ()
    filters: tuple[Filter, ...] = ()
    orders: tuple[Order, ...] = ()
    links: "tuple[LinkEntity, ...]" = ()


@dataclass(frozen=True)
class LinkEntity:
    """``origin`` is the column of the linked table (``from``), ``to`` that of the table around it."""

    entity: Entity
    origin: str
    to: str
    alias: str
    kind: Link = Link.INNER
    intersect: bool = False


@dataclass(frozen=True)
class Fetch:
    """``offset`` are rows passed over before the first page, as only queries in SQL do."""

    entity: Entity
    aggregate: bool = False
    distinct: bool = False
    top: int | None = None
    count: int | None = None
    page: int = 1
    cookie: str = ""
    with_total: bool = False
    offset: int = 0
