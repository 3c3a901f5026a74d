"""The privileges that there are, one for each verb on each table, and the ids by which they are known."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from crm import metadata
from crm.business_rules.general_privileges import GENERAL_PRIVILEGES
from crm.business_rules.privileges import ASSIGN, VERBS
from crm.metadata import Table

Right = tuple[str, str]
_GENERAL: Final[tuple[Right, ...]] = tuple(("", name) for name in GENERAL_PRIVILEGES)


def verbs_of(table: Table) -> tuple[str, ...]:
    """What can be permitted on a table: what nobody owns is not assigned to anybody."""
    return tuple(verb for verb in VERBS if table.is_owned or verb != ASSIGN)


@lru_cache(maxsize=10_000)
def privilege_id(table: str, verb: str) -> UUID:
    """The same in every CRM, since it follows from the names."""
    return uuid5(NAMESPACE_OID, f"privilege/{table}/{verb}")


def privilege_name(table: str, verb: str) -> str:
    """``prvCreateAccount``."""
    return f"prv{verb}{metadata.table(table).schema_name if table else ''}"


def all_privileges() -> Mapping[UUID, Right]:
    """(table, verb) by id."""
    rights = [(table.logical_name, verb) for table in metadata.tables() for verb in verbs_of(table)]
    return {privilege_id(*right): right for right in (*rights, *_GENERAL)}
