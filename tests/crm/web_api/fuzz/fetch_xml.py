"""FetchXML and SQL over the columns and relationships of a table."""

from random import Random
from xml.sax.saxutils import quoteattr

from crm.metadata import Table
from tests.crm.web_api.fuzz.values import any_value, value_of

_OPERATOR_WORDS = (
    "eq ne gt ge lt le like not-like in not-in between not-between null not-null begins-with ends-with "
    "not-begin-with yesterday today last-seven-days last-x-hours older-than-x-months on-or-after eq-userid "
    "ne-userid eq-businessid eq-userteams above eq-or-under contain-values this-fiscal-year"
)
_OPERATORS = tuple(_OPERATOR_WORDS.split())


def fetch_xml(random: Random, table: Table) -> str:
    attributes = "".join(
        f" {name}={quoteattr(random.choice(values))}"
        for name, values in (
            ("aggregate", ("true", "false", "x")),
            ("distinct", ("true", "1")),
            ("count", ("5", "-1", "x", "99999999999")),
            ("page", ("1", "2", "0", "x")),
            ("top", ("3", "0", "9" * 30)),
            ("returntotalrecordcount", ("true",)),
            ("paging-cookie", ('<cookie page="1"/>', "x", "<")),
            ("no-such", ("x",)),
        )
        if random.random() < 0.15
    )
    entity = f"<entity name={quoteattr(table.logical_name)}>{_body(random, table)}</entity>"
    text = f"<fetch{attributes}>{entity}</fetch>"
    if random.random() < 0.15:
        cut = random.randrange(len(text))
        text = text[:cut] + random.choice(("", "<", "&", "\u0000", "<!DOCTYPE x>", "]]>")) + text[cut + 1 :]
    return text


def _body(random: Random, table: Table, depth: int = 0) -> str:
    parts = [_attribute(random, table) for _ in range(random.randrange(3))]
    parts += [_filter(random, table) for _ in range(random.randrange(2))]
    if random.random() < 0.3:
        parts.append(
            f"<order attribute='{_name(random, table)}' descending='{random.choice(('true', 'x'))}'/>"
        )
    if random.random() < 0.1:
        parts.append("<all-attributes/>")
    if depth < 3 and random.random() < 0.4:
        parts.append(_link(random, table, depth))
    return "".join(parts)


def _name(random: Random, table: Table) -> str:
    return (
        random.choice((*random.sample(sorted(table.columns), 5), "no_column"))
        if random.random() < 0.2
        else random.choice(sorted(table.columns))
    )


def _attribute(random: Random, table: Table) -> str:
    more = random.choice(
        (
            "",
            "",
            " alias='a'",
            " aggregate='count' alias='n'",
            " groupby='true' alias='g'",
            " aggregate='sum' alias='s'",
            " groupby='true' dategrouping='month' alias='m'",
            " aggregate='countcolumn' distinct='true' alias='c'",
        )
    )
    return f"<attribute name='{_name(random, table)}'{more}/>"


def _filter(random: Random, table: Table, depth: int = 0) -> str:
    inner = "".join(_condition(random, table) for _ in range(random.randrange(1, 4)))
    if depth < 3 and random.random() < 0.3:
        inner += _filter(random, table, depth + 1)
    return f"<filter type='{random.choice(('and', 'or', 'x'))}'>{inner}</filter>"


def _condition(random: Random, table: Table) -> str:
    name = _name(random, table)
    column = table.columns.get(name)
    values = [
        _text(value_of(random, column) if column else any_value(random)) for _ in range(random.randrange(3))
    ]
    head = f"<condition attribute='{name}' operator='{random.choice(_OPERATORS)}'"
    if len(values) == 1:
        return f"{head} value={values[0]}/>"
    return f"{head}>{''.join(f'<value>{value[1:-1]}</value>' for value in values)}</condition>"


def _text(value: object) -> str:
    return quoteattr(str(value))


def _link(random: Random, table: Table, depth: int) -> str:
    lookups = [column for column in table.columns.values() if column.targets]
    if not lookups:
        return "<link-entity/>"
    column = random.choice(lookups)
    target = random.choice(sorted(column.targets))
    kind = random.choice(
        ("inner", "outer", "exists", "any", "not any", "matchfirstrowusingcrossapply", "sideways")
    )
    return (
        f"<link-entity name='{target}' from='{target}id' to='{column.logical_name}' "
        f"link-type='{kind}' alias='l{depth}'>"
        f"{_body(random, table, depth + 1)}</link-entity>"
    )


def sql(random: Random, table: Table) -> str:
    name = _name(random, table)
    return random.choice(
        (
            f"SELECT {name} FROM {table.logical_name}",  # noqa: S608 it goes to the Web API
            f"SELECT TOP 5 {name}, COUNT(*) FROM {table.logical_name} GROUP BY {name} ORDER BY {name}",  # noqa: S608
            f"SELECT a.{name} FROM {table.logical_name} a JOIN contact c ON c.parentcustomerid = a.accountid",  # noqa: S608
            f"SELECT {name} FROM {table.logical_name} WHERE {name} LIKE '%x%' AND {name} IN (1,'2',NULL)",  # noqa: S608
            "SELECT",
            "DROP TABLE account",
            "((((",
            str(any_value(random)),
        )
    )
