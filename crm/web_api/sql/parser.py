"""Reads one SELECT of T-SQL as the FetchXML query that means the same.

What is understood is what Dataverse says of ``?sql=``: columns by name, inner and left joins, conditions,
groups with aggregates, order, TOP, DISTINCT, OFFSET and FETCH NEXT. As in SQL, and unlike FetchXML, a
comparison that is negated does not find what is empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

from crm.web_api.fetch_xml.query import Attribute, Entity, Fetch, Filter, Link, LinkEntity, Order
from crm.web_api.fetch_xml.scope import table_named
from crm.web_api.sql.columns import Columns, alias_of
from crm.web_api.sql.conditions import filter_of
from odata.errors import ODataError, bad_query

MAX_LENGTH: Final = 16_384
MAX_DEPTH: Final = 50
MAX_TOP: Final = 5_000
_UNDERSTOOD: Final = frozenset(
    {"expressions", "from_", "joins", "where", "group", "order", "limit", "offset", "distinct"}
)
_AGGREGATES: Final[Mapping[type[exp.Expr], str]] = {
    exp.Count: "countcolumn",
    exp.Sum: "sum",
    exp.Avg: "avg",
    exp.Min: "min",
    exp.Max: "max",
}


def parse_sql(text: str) -> Fetch:
    """Raises ODataError for what is no SELECT, is too large, or is not supported."""
    select = _statement(text)
    tables = [select.args["from_"].this, *(join.this for join in select.args.get("joins") or ())]
    columns = Columns.of(tables)
    top = _top(select)
    grouped = [columns.of_column(item) for item in _parts(select, "group")]
    selected = list(_selected(select, columns, grouped))
    is_aggregate = any(attribute.aggregate or attribute.groupby for _, attribute in selected)
    where = select.args.get("where")
    links = _links(select, columns, selected)
    entity = Entity(
        name=columns.tables[columns.main],
        attributes=tuple(attribute for alias, attribute in selected if alias == columns.main),
        filters=() if where is None else (Filter(all_of=True, parts=(filter_of(where.this, columns),)),),
        orders=tuple(_orders(select, columns, selected, by_alias=is_aggregate)),
        links=links,
    )
    distinct = bool(select.args.get("distinct")) and not is_aggregate
    return Fetch(
        entity=entity,
        aggregate=is_aggregate,
        distinct=distinct,
        top=top,
        offset=_number(select.args.get("offset")),
    )


def _statement(text: str) -> exp.Select:
    if len(text) > MAX_LENGTH or text.count("(") > MAX_DEPTH:
        raise bad_query(f"The SQL is longer than {MAX_LENGTH} characters or nested too deep.")
    try:
        statements = parse(text, read="tsql")
    except (SqlglotError, RecursionError) as error:
        raise bad_query("The text is no SELECT of SQL.") from error
    found = [statement for statement in statements if statement is not None]
    if len(found) != 1 or not isinstance(found[0], exp.Select) or not found[0].args.get("from_"):
        raise bad_query("The SQL must be one SELECT … FROM.")
    asked = {name for name, value in found[0].args.items() if value}
    if not asked <= _UNDERSTOOD:
        raise _unsupported(", ".join(sorted(asked - _UNDERSTOOD)).rstrip("_").upper())
    return found[0]


def _parts(select: exp.Select, name: str) -> Sequence[Any]:
    found = select.args.get(name)
    return () if found is None else found.expressions


def _selected(
    select: exp.Select, columns: Columns, grouped: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Attribute]]:
    """What is selected, each with the alias of its table."""
    is_aggregate = bool(grouped) or any(select.find_all(*_AGGREGATES))
    for number, item in enumerate(select.expressions, start=1):
        inner = item.unalias()
        if inner.is_star and isinstance(inner, exp.Star | exp.Column):
            raise bad_query("SELECT * is not supported; name the columns.")
        if type(inner) in _AGGREGATES:
            yield _aggregate(inner, item.alias or f"Expr{number}", columns)
            continue
        alias, name = columns.of_column(inner)
        if is_aggregate and (alias, name) not in grouped:
            raise bad_query(f"The column '{name}' must stand in GROUP BY or in an aggregate.")
        is_plain = alias == columns.main and not is_aggregate
        shown = item.alias if isinstance(item, exp.Alias) else "" if is_plain else name
        yield alias, Attribute(name, alias=shown, groupby=is_aggregate)


def _aggregate(item: exp.Expr, shown: str, columns: Columns) -> tuple[str, Attribute]:
    argument, method, distinct = item.this, _AGGREGATES[type(item)], False
    if isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
        argument, distinct = argument.expressions[0], True
    if isinstance(argument, exp.Star):
        table = table_named(columns.tables[columns.main])
        return columns.main, Attribute(table.primary_id, alias=shown, aggregate="count")
    if distinct and method != "countcolumn":
        raise _unsupported("DISTINCT in this aggregate")
    alias, name = columns.of_column(argument)
    return alias, Attribute(name, alias=shown, aggregate=method, distinct=distinct)


@dataclass(frozen=True)
class _Tie:
    """A joined table: its column ``origin`` equals ``to`` of the table whose alias is ``around``."""

    alias: str
    kind: Link
    around: str
    origin: str
    to: str
    filters: tuple[Filter, ...]


def _links(
    select: exp.Select, columns: Columns, selected: Sequence[tuple[str, Attribute]]
) -> tuple[LinkEntity, ...]:
    """The joined tables, each below the table that its condition ties it to."""
    ties = []
    known = {columns.main}
    for join in select.args.get("joins") or ():
        tie = _tie(join, alias_of(join.this), columns)
        if tie.around not in known:
            raise bad_query(f"'{tie.around}' is joined after '{tie.alias}', which needs it.")
        known.add(tie.alias)
        ties.append(tie)

    def below(around: str) -> tuple[LinkEntity, ...]:
        return tuple(
            LinkEntity(
                Entity(
                    columns.tables[tie.alias],
                    attributes=tuple(attribute for of, attribute in selected if of == tie.alias),
                    filters=tie.filters,
                    links=below(tie.alias),
                ),
                origin=tie.origin,
                to=tie.to,
                alias=tie.alias,
                kind=tie.kind,
            )
            for tie in ties
            if tie.around == around
        )

    return below(columns.main)


def _kind(join: exp.Join) -> Link:
    side, kind = join.side.upper(), join.kind.upper()
    if side == "LEFT" and kind in ("", "OUTER"):
        return Link.OUTER
    if not side and kind in ("", "INNER") and join.args.get("on") is not None:
        return Link.INNER
    raise _unsupported(f"{side} {kind} JOIN".replace("  ", " ").strip())


def _tie(join: exp.Join, alias: str, columns: Columns) -> _Tie:
    condition = join.args.get("on")
    if condition is None:
        raise _unsupported("A JOIN without ON")
    found: list[tuple[str, str, str]] = []
    own = []
    for part in _all_of(condition):
        pair = _pair(part, columns)
        if pair is None or len({of for of, _ in pair}) == 1:
            own.append(filter_of(part, columns, within=alias))
            continue
        (other, to), (_, origin) = sorted(pair, key=lambda item: item[0] == alias)
        if alias not in {of for of, _ in pair}:
            raise bad_query(f"The condition of the JOIN does not name '{alias}'.")
        found.append((other, origin, to))
    if len(found) != 1:
        raise _unsupported("A JOIN on other than one pair of equal columns")
    filters = (Filter(all_of=True, parts=tuple(own)),) if own else ()
    return _Tie(alias, _kind(join), *found[0], filters)


def _all_of(condition: exp.Expr) -> Iterator[exp.Expr]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        for part in condition.flatten():
            yield part.unnest()
    else:
        yield condition


def _pair(part: exp.Expr, columns: Columns) -> list[tuple[str, str]] | None:
    sides = [part.this, part.expression] if isinstance(part, exp.EQ) else []
    if len(sides) == 2 and all(isinstance(side, exp.Column) for side in sides):
        return [columns.of_column(side) for side in sides]
    return None


def _orders(
    select: exp.Select, columns: Columns, selected: Sequence[tuple[str, Attribute]], *, by_alias: bool
) -> Iterator[Order]:
    aliases = {attribute.alias: (of, attribute) for of, attribute in selected if attribute.alias}
    named = {(of, attribute.name): attribute.alias for of, attribute in selected}
    for item in _parts(select, "order"):
        descending = bool(item.args.get("desc"))
        column = item.this
        known = aliases.get(column.name) if isinstance(column, exp.Column) and not column.table else None
        if known is None:
            of, name = columns.of_column(column)
            shown = named.get((of, name), "")
        else:
            of, name, shown = known[0], known[1].name, known[1].alias
        if by_alias:
            yield Order(alias=shown, descending=descending)
        else:
            yield Order(attribute=name, entity="" if of == columns.main else of, descending=descending)


def _top(select: exp.Select) -> int | None:
    limit = select.args.get("limit")
    if limit is None:
        return None
    options = limit.args.get("limit_options")
    if options is not None and (options.args.get("percent") or options.args.get("with_ties")):
        raise _unsupported("PERCENT and WITH TIES")
    number = _whole(limit.args.get("count") if isinstance(limit, exp.Fetch) else limit.expression)
    if number > MAX_TOP:
        raise bad_query(f"TOP and FETCH NEXT go up to {MAX_TOP} rows.")
    return number


def _number(offset: exp.Expr | None) -> int:
    return 0 if offset is None else _whole(offset.expression)


def _whole(value: Any) -> int:
    value = value.unnest() if isinstance(value, exp.Expr) else value
    digits = value.name if isinstance(value, exp.Literal) and not value.is_string else ""
    if not digits.isdigit() or len(digits) > 9:
        raise bad_query("TOP, OFFSET and FETCH NEXT need a whole number.")
    return int(digits)


def _unsupported(what: str) -> ODataError:
    return ODataError(501, "0x80048d19", f"{what} is not supported in queries in SQL.")
