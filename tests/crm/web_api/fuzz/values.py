"""Values: those that a column takes, those at its borders, and those that fit nowhere."""

from random import Random
from typing import Any
from uuid import UUID

from crm.metadata import Column, Table

NOBODY = UUID("00000000-0000-0000-0000-000000000001")
TEXTS = (
    "",
    "x",
    "A1",
    "O'Brien & Sons",
    "å ∫ 漢字 🎉 e\u0301",
    "\u202eright to left",
    "zero\u0000byte",
    "\ud800",
    "%00%25%27",
    "' or 1=1 --",
    "<script>",
    "null",
    "NaN",
    "1e400",
    "2026-02-30",
    "{0}{1}%s%(x)s",
    "line\r\nend",
    "x" * 5_000,
)
# What a column takes may be a gigabyte (a document's body); no server reads a request of that size.
LARGE = 1_000_000
NUMBERS: tuple[Any, ...] = (
    0,
    -1,
    1,
    2**31 - 1,
    2**31,
    -(2**31) - 1,
    2**63,
    10**40,
    -(10**400),
    0.1,
    1e308,
    -0.0,
    float("nan"),
    float("inf"),
    100_000_000_000.0001,
)
DATES = (
    "2026-06-01",
    "2026-06-01T12:00:00Z",
    "2026-06-01T12:00:00.123456789+14:00",
    "0001-01-01",
    "9999-12-31T23:59:59Z",
    "1753-01-01",
    "-5000-01-01",
    "2026-13-01",
    "12:00",
)
IDS = (str(NOBODY), f"{{{NOBODY}}}", NOBODY.hex, "nobody", "00000000-0000-0000-0000-00000000000g")


def any_value(random: Random, depth: int = 0) -> Any:
    """JSON of any shape."""
    kind = random.randrange(8 if depth < 3 else 6)
    if kind == 6:
        return [any_value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 7:
        return {random.choice(TEXTS[:12]): any_value(random, depth + 1) for _ in range(random.randrange(4))}
    simple = (None, random.choice((True, False)), *(random.choice(c) for c in (TEXTS, NUMBERS, DATES, IDS)))
    return simple[kind]


def value_of(random: Random, column: Column) -> Any:
    """Most often a value of the column's type."""
    if random.random() < 0.2:
        return any_value(random)
    if column.options:
        return random.choice([*column.options, -1, 10**9])
    if column.is_text:
        return _text(random, column.max_length or 100)
    if column.type == "DateTime":
        return random.choice(DATES)
    if column.type == "Boolean":
        return random.choice((True, False, None, 1, "true"))
    if column.type == "Uniqueidentifier" or column.is_lookup:
        return random.choice(IDS)
    return random.choice((*NUMBERS, column.minimum, column.maximum, "12", "12.5"))


def _text(random: Random, longest: int) -> str:
    """A text, which may be as long as the column allows or longer by one, where a request can hold that."""
    longest = longest if longest < LARGE else 100
    return random.choice((*TEXTS, "x" * longest, "x" * (longest + 1)))


def fitting(random: Random, column: Column) -> Any:
    """A value that the column takes."""
    if column.options:
        return random.choice(list(column.options))
    if column.is_text:
        return random.choice(("", "A1", "å ∫ 漢字 🎉", "x" * min(column.max_length or 100, 300)))
    if column.type in ("Uniqueidentifier", "Lookup", "Owner", "Customer"):
        return str(NOBODY)
    if column.type == "DateTime":
        return "2026-06-01" if column.behavior == "DateOnly" else "2026-06-01T12:00:00Z"
    return random.choice((True, False)) if column.type == "Boolean" else random.randrange(5)


def record(random: Random, table: Table, *, depth: int = 0) -> dict[str, Any]:
    """The JSON of a record: half of them such as somebody in his right mind would send."""
    if random.random() < 0.5:
        writable = [item for item in table.columns.values() if not (item.read_only or item.is_lookup)]
        chosen = random.sample(writable, min(3, len(writable)))
        chosen += [table.columns[name] for name in table.required if not table.columns[name].is_lookup]
        return {column.logical_name: fitting(random, column) for column in chosen}
    return _odd_record(random, table, depth)


def _odd_record(random: Random, table: Table, depth: int) -> dict[str, Any]:
    columns = list(table.columns.values())
    chosen = random.sample(columns, min(4, len(columns)))
    values = {column.logical_name: value_of(random, column) for column in chosen}
    for name in random.sample(sorted(table.navigations), min(len(table.navigations), random.randrange(3))):
        values[f"{name}@odata.bind"] = reference(random, table.navigations[name].targets)
    if depth < 2 and table.collections and random.random() < 0.3:
        values[random.choice(sorted(table.collections))] = [record(random, table, depth=depth + 1)]
    if random.random() < 0.1:
        odd = random.choice(("@odata.type", "x@y", "@odata.id", "pk", "extra", "no_column"))
        values[odd] = any_value(random)
    return values


def reference(random: Random, targets: tuple[str, ...]) -> Any:
    """What a bind may hold: a path to a record, by id or by key, or nonsense."""
    table = random.choice(targets) + "s" if targets else "accounts"
    return random.choice(
        (
            f"/{table}({NOBODY})",
            f"{table}({NOBODY})",
            f"http://testserver/api/data/v9.2/{table}({NOBODY})",
            f"/{table}(accountnumber='A1')",
            f"/{table}(name='',x=1)",
            f"/{table}(",
            "$1",
            "/",
            None,
            any_value(random),
        )
    )
