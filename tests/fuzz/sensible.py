"""Turns a request that was made up into one that may succeed: records that are there, few properties."""

from random import Random
from typing import Any, Final
from uuid import UUID

from tests.fuzz.known import Known

MOST: Final = 3
# What no two records have in common.
OWN: Final = ("number", "code", "sequence")
BLANK_ID: Final = str(UUID(int=0))
LITERALS: Final = ("null", "''", "'x'", "1", "true", "0001-01-01")


def made_sensible(case: Any, known: Known) -> None:
    """Most requests, the same ones each time; of one in four only the path."""
    chance = Random(repr((case.body, case.query, case.path_parameters)))  # noqa: S311
    kept = chance.randrange(8)
    if not kept:
        return
    operation = case.operation
    root = operation.schema.raw_schema["servers"][0]["url"]
    case.path_parameters = {**case.path_parameters, **known.path(root, case.path)}
    if any(parameter.name == "If-Match" for parameter in operation.headers):
        case.headers["If-Match"] = "*"
    if kept < 3:
        return
    if isinstance(case.body, dict):
        names = chance.sample(sorted(case.body), min(len(case.body), chance.randint(0, MOST)))
        copied = _of_another(case, known, root) if operation.method.upper() == "POST" else {}
        case.body = {name: case.body[name] for name in names} | copied
    if "$filter" in {parameter.name for parameter in operation.query}:
        case.query = _query(case, known, root, chance)


def _of_another(case: Any, known: Known, root: str) -> dict[str, Any]:
    """What a record that is there holds of the properties that a new one can have, too."""
    schema = case.operation.definition.raw["requestBody"]["content"]["application/json"]["schema"]
    components = case.operation.schema.raw_schema["components"]["schemas"]
    declared = components[schema["$ref"].rpartition("/")[2]]["properties"]
    writable = [name for name, described in declared.items() if not described.get("readOnly")]
    rows = known.first(root + case.path.format(**case.path_parameters))
    shared = [name for name in writable if name not in OWN]
    return {name: row[name] for row in rows for name in shared if row.get(name) not in (None, BLANK_ID)}


def _query(case: Any, known: Known, root: str, chance: Random) -> dict[str, Any]:
    """Query options that name properties of a record that is there."""
    rows = known.first(root + case.path.format(**case.path_parameters))
    names = [name for row in rows for name in row if "@" not in name] or ["id"]
    one, other = chance.choice(names), chance.choice(names)
    given = {
        "$filter": f"{one} ne {chance.choice(LITERALS)}",
        "$orderby": f"{other} desc",
        "$select": f"{one},{other}",
        "$top": chance.randint(0, MOST),
        "$skip": 1,
        "$count": "true",
    }
    return {name: value for name, value in given.items() if chance.randrange(2)}
