"""Reads FetchXML: only its own elements and attributes, no entities and no documents beside it, bounded."""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from crm.web_api.fetch_xml.query import Attribute, Condition, Entity, Fetch, Filter, Link, LinkEntity, Order
from odata.errors import ODataError

MAX_LENGTH: Final = 65_536
MAX_ELEMENTS: Final = 1_000
MAX_DEPTH: Final = 12
MAX_LINKS: Final = 15
MAX_VALUES: Final = 2_000

_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(text.split())
    for name, text in {
        "fetch": "version output-format mapping distinct no-lock aggregate top count page "
        "paging-cookie "
        "latematerialize returntotalrecordcount useraworderby options utc-offset "
        "min-active-row-version datasource",
        "entity": "name enableprefiltering prefilterparametername",
        "attribute": "name alias aggregate distinct groupby dategrouping usertimezone build addedby "
        "rowaggregate",
        "all-attributes": "",
        "order": "attribute alias descending entityname",
        "filter": "type hint isquickfindfields overridequickfindrecordlimitenabled "
        "overridequickfindrecordlimitdisabled bypassquickfind",
        "condition": "attribute operator value entityname valueof aggregate alias uiname uitype uihidden "
        "column",
        "value": "uiname uitype",
        "link-entity": "name from to alias link-type visible intersect enableprefiltering "
        "prefilterparametername",
    }.items()
}
_NOT_HERE: Final = frozenset({"rowaggregate", "min-active-row-version", "datasource"})


def parse_fetch(text: str) -> Fetch:
    """Raises ODataError for what is not FetchXML, is too large, or is not supported."""
    root = _document(text)
    if root.tag != "fetch":
        raise _wrong("The root element must be <fetch>.")
    _check(root, 1)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS or sum(1 for _ in root.iter("link-entity")) > MAX_LINKS:
        raise _wrong(f"More than {MAX_ELEMENTS} elements or {MAX_LINKS} linked tables.")
    entities = root.findall("entity")
    if len(entities) != 1 or len(root) != 1:
        raise _wrong("<fetch> must hold one <entity>.")
    names = _aliases(root)
    top, count = _number(root, "top"), _number(root, "count")
    if top is not None and (count is not None or root.get("page")):
        raise _wrong("'top' cannot be combined with 'page' or 'count'.")
    return Fetch(
        entity=_entity(entities[0], names),
        aggregate=_flag(root, "aggregate"),
        distinct=_flag(root, "distinct"),
        top=top,
        count=count,
        page=_number(root, "page") or 1,
        cookie=root.get("paging-cookie", ""),
        with_total=_flag(root, "returntotalrecordcount"),
    )


def _document(text: str) -> Element:
    if len(text) > MAX_LENGTH:
        raise _wrong(f"It is longer than {MAX_LENGTH} characters.")
    if "<!" in text or "<?" in text.strip().removeprefix("<?xml"):
        raise _wrong("Declarations and comments are not allowed in it.")
    parser = XMLParser()  # noqa: S314 a document without declarations has no entities to expand
    try:
        parser.feed(text.strip())
        root: Element = parser.close()
    except (ParseError, ValueError) as error:
        raise _wrong("It is no well-formed XML.") from error
    return root


def _wrong(message: str) -> ODataError:
    return ODataError(400, "0x80041102", f"Invalid FetchXML: {message}")


def _check(element: Element, depth: int) -> None:
    known = _ATTRIBUTES.get(element.tag)
    if known is None or depth > MAX_DEPTH:
        raise _wrong(f"The element <{str(element.tag)[:60]}> is not known there, or nested too deep.")
    for name in element.keys():  # noqa: SIM118 an Element is no mapping
        if name in _NOT_HERE:
            raise ODataError(501, "0x80041102", f"The attribute '{name}' of FetchXML is not implemented.")
        if name.lower() not in known:
            raise _wrong(f"The attribute '{name[:60]}' is not known in <{element.tag}>.")
    for child in element:
        _check(child, depth + 1)


def _aliases(root: Element) -> dict[int, str]:
    """The alias of each link; those without get one by their number, as Dataverse gives them."""
    found = {}
    for number, link in enumerate(root.iter("link-entity"), start=1):
        found[id(link)] = link.get("alias") or f"{link.get('name', '')}{number}"
    if len(set(found.values())) < len(found):
        raise _wrong("Two linked tables have the same alias.")
    return found


def _entity(element: Element, names: Mapping[int, str]) -> Entity:
    attributes = tuple(_attribute(child) for child in element.findall("attribute"))
    return Entity(
        name=_needed(element, "name"),
        attributes=None if element.find("all-attributes") is not None else attributes,
        filters=tuple(_filter(child, names) for child in element.findall("filter")),
        orders=tuple(_order(child) for child in element.findall("order")),
        links=tuple(_link(child, names) for child in element.findall("link-entity")),
    )


def _link(element: Element, names: Mapping[int, str]) -> LinkEntity:
    kind = element.get("link-type", "inner")
    if kind == "matchfirstrowusingcrossapply":
        raise ODataError(501, "0x80041102", f"The link type '{kind}' is not implemented.")
    if kind not in set(Link):
        raise _wrong(f"The link type '{kind[:60]}' is not known.")
    return LinkEntity(
        entity=_entity(element, names),
        origin=_needed(element, "from"),
        to=_needed(element, "to"),
        alias=names[id(element)],
        kind=Link(kind),
        intersect=_flag(element, "intersect"),
    )


def _filter(element: Element, names: Mapping[int, str]) -> Filter:
    kind = element.get("type", "and")
    if kind not in ("and", "or"):
        raise _wrong("The type of a filter is 'and' or 'or'.")
    return Filter(kind == "and", tuple(_parts(element, names)))


def _parts(element: Element, names: Mapping[int, str]) -> Iterator[Condition | Filter | LinkEntity]:
    for child in element:
        if child.tag == "condition":
            yield _condition(child)
        elif child.tag == "filter":
            yield _filter(child, names)
        elif child.tag == "link-entity":
            yield _link(child, names)
        else:
            raise _wrong(f"<{child.tag}> cannot stand in a filter.")


def _condition(element: Element) -> Condition:
    values = tuple(child.text or "" for child in element.findall("value"))
    if "value" in element.keys():  # noqa: SIM118 an Element is no mapping
        values = (element.get("value", ""), *values)
    if len(values) > MAX_VALUES or any("\x00" in value for value in values):
        raise _wrong(f"A condition has more than {MAX_VALUES} values.")
    return Condition(
        attribute=_needed(element, "attribute"),
        operator=_needed(element, "operator").lower(),
        values=values,
        entity=element.get("entityname", ""),
        valueof=element.get("valueof", ""),
    )


def _attribute(element: Element) -> Attribute:
    return Attribute(
        name=_needed(element, "name"),
        alias=element.get("alias", ""),
        aggregate=element.get("aggregate", "").lower(),
        distinct=_flag(element, "distinct"),
        groupby=_flag(element, "groupby"),
        dategrouping=element.get("dategrouping", "").lower(),
    )


def _order(element: Element) -> Order:
    return Order(
        attribute=element.get("attribute", ""),
        alias=element.get("alias", ""),
        entity=element.get("entityname", ""),
        descending=_flag(element, "descending"),
    )


def _needed(element: Element, name: str) -> str:
    value = element.get(name, "")
    if not value or len(value) > 128:
        raise _wrong(f"<{element.tag}> needs the attribute '{name}'.")
    return value


def _flag(element: Element, name: str) -> bool:
    value = element.get(name, "false").lower()
    if value not in ("true", "false", "1", "0"):
        raise _wrong(f"The attribute '{name}' must be true or false.")
    return value in ("true", "1")


def _number(element: Element, name: str) -> int | None:
    text = element.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise _wrong(f"The attribute '{name}' must be a whole number.")
    return int(text)
