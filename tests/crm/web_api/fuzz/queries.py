"""Query options over the columns and relationships of a table."""

from collections.abc import Callable
from random import Random
from urllib.parse import quote

from crm.metadata import Table
from tests.crm.web_api.fuzz.values import IDS, NOBODY, any_value, value_of

_COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le", "in", "has", "add")
_TEXT_FUNCTIONS = (
    "contains",
    "startswith",
    "endswith",
    "substringof",
    "tolower",
    "length",
    "indexof",
    "matchesPattern",
)
_CRM_WORDS = (
    "In NotIn Between NotBetween ContainValues DoesNotContainValues OnOrAfter OnOrBefore On Today Yesterday "
    "Last7Days LastXHours NextXYears OlderThanXMinutes ThisFiscalYear InFiscalPeriodAndYear EqualUserId "
    "NotEqualUserId EqualBusinessId EqualUserTeams Above Under AboveOrEqual NotUnder EqualUserLanguage"
)
_CRM_FUNCTIONS = tuple(_CRM_WORDS.split())
_AGGREGATES = ("sum", "average", "min", "max", "countdistinct", "median")
_LONG = "(" * 400


def option(random: Random, table: Table) -> str:
    """One query option, encoded."""
    name, draw = random.choice(_OPTIONS)
    return f"{quote(name, safe='$@')}={quote(draw(random, table), errors='surrogatepass')}"


def query(random: Random, table: Table) -> str:
    return "&".join(option(random, table) for _ in range(random.randrange(4)))


def literal(random: Random, table: Table, name: str) -> str:
    column = table.properties.get(name)
    value = value_of(random, column) if column else any_value(random)
    if isinstance(value, str):
        return value if value in IDS or value[:1].isdigit() else "'" + value.replace("'", "''") + "'"
    return (
        {True: "true", False: "false", None: "null"}.get(value, str(value))
        if not isinstance(value, list | dict)
        else str(value)
    )


def _name(random: Random, table: Table) -> str:
    if random.random() < 0.1:
        return random.choice(
            ("no_column", "NAME", "$count", "extra__x", "pk", "a/b/c", "", "$it", "_ownerid_value")
        )
    if table.navigations and random.random() < 0.1:
        return (
            f"{random.choice(sorted(table.navigations))}/{random.choice(('name', 'fullname', 'createdon'))}"
        )
    return random.choice(sorted(table.properties))


def _names(random: Random, table: Table) -> str:
    return ",".join(_name(random, table) for _ in range(random.randrange(1, 5)))


def expression(random: Random, table: Table, depth: int = 0) -> str:
    """A filter, which may be wrong in any part."""
    draw = random.randrange(10 if depth < 3 else 6)
    name = _name(random, table)
    if draw < 3:
        return f"{name} {random.choice(_COMPARISONS)} {literal(random, table, name)}"
    if draw == 3:
        return f"{random.choice(_TEXT_FUNCTIONS)}({name},{literal(random, table, name)})"
    if draw == 4:
        return _crm_function(random, table, name)
    if draw == 5:
        return f"{name} in ({','.join(literal(random, table, name) for _ in range(3))})"
    if draw == 6:
        return f"not ({expression(random, table, depth + 1)})"
    if draw == 7 and table.collections:
        path = random.choice(sorted(table.collections))
        return f"{path}/{random.choice(('any', 'all'))}(o:o/{expression(random, table, depth + 1)})"
    inner = (expression(random, table, depth + 1), expression(random, table, depth + 1))
    return f"({inner[0]} {random.choice(('and', 'or', 'xor'))} {inner[1]})"


def _crm_function(random: Random, table: Table, name: str) -> str:
    value = random.choice((literal(random, table, name), "@p1", "['1','2']", "[]", "'1'", "5"))
    one = random.choice(("PropertyValue", "PropertyValues", "Nonsense"))
    return f"Microsoft.Dynamics.CRM.{random.choice(_CRM_FUNCTIONS)}(PropertyName='{name}',{one}={value})"


def _orderby(random: Random, table: Table) -> str:
    return ",".join(
        f"{_name(random, table)}{random.choice(('', ' asc', ' desc', ' sideways'))}" for _ in range(2)
    )


def _expand(random: Random, table: Table, depth: int = 0) -> str:
    names = [*table.navigations, *table.collections, "no_navigation"]
    inner = [
        f"$select={_names(random, table)}",
        f"$filter={expression(random, table, 2)}",
        f"$top={random.choice(('1', 'x', '-1'))}",
    ]
    inner += [f"$orderby={_orderby(random, table)}", "$count=true", "$skip=1"]
    if depth < 4:
        inner.append(f"$expand={_expand(random, table, depth + 1)}")
    chosen = random.sample(inner, random.randrange(3))
    return random.choice(names) + (f"({';'.join(chosen)})" if chosen else random.choice(("", "/$ref", "()")))


def _apply(random: Random, table: Table) -> str:
    name = _name(random, table)
    aggregate = (
        f"aggregate({name} with {random.choice(_AGGREGATES)} as y{random.choice(('', ',$count as n'))})"
    )
    return random.choice(
        (
            aggregate,
            f"groupby(({_names(random, table)}),{aggregate})",
            f"groupby(({name}))",
            f"filter({expression(random, table, 2)})/{aggregate}",
            f"filter({expression(random, table, 2)})",
            f"groupby((({name})",
            "aggregate()",
        )
    )


def _number(random: Random, table: Table) -> str:
    return random.choice(("0", "1", "5000", "5001", "-1", "1.5", "x", "9" * 30, ""))


def _token(random: Random, table: Table) -> str:
    cookie = '<cookie pagenumber="2" pagingcookie="%3ccookie%20page%3d%221%22%3e" istracking="False" />'
    return random.choice(
        (cookie, cookie[:30], "1", "919042%2108%2f22", f"{2**70}!01/01/2026 00:00:00", "", str(NOBODY))
    )


def _anything(random: Random, table: Table) -> str:
    return random.choice((str(any_value(random)), _LONG, "not " * 300, "true", "@p1"))


_OPTIONS: tuple[tuple[str, Callable[[Random, Table], str]], ...] = (
    ("$select", _names),
    ("$filter", expression),
    ("$filter", expression),
    ("$filter", expression),
    ("$filter", _anything),
    ("$orderby", _orderby),
    ("$expand", _expand),
    ("$expand", _expand),
    ("$apply", _apply),
    ("$top", _number),
    ("$skip", _number),
    ("$skiptoken", _token),
    ("$deltatoken", _token),
    ("$count", lambda random, table: random.choice(("true", "false", "maybe", ""))),
    ("@p1", lambda random, table: literal(random, table, _name(random, table))),
    ("savedQuery", lambda random, table: random.choice(IDS)),
    ("$search", _anything),
    ("$format", _anything),
    ("unknown", _anything),
)
