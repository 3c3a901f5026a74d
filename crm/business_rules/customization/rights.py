"""What names may be given to what customizers make, and what they may change."""

import re
from typing import Final

from crm.business_rules.errors import DUPLICATE_DEFINITION, INVALID_NAME, NOT_CUSTOM, CrmFault
from crm.metadata import Table
from crm.models import Publisher

_NAME: Final = re.compile(r"([A-Za-z][A-Za-z0-9]{1,7})_[A-Za-z0-9_]{1,90}", re.ASCII)
_RELATIONSHIP: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,99}", re.ASCII)


def logical_name_of(schema_name: str) -> str:
    """The name in lower case. It begins with the prefix of a publisher. Raises CrmFault."""
    match = _NAME.fullmatch(schema_name)
    if match is None:
        raise CrmFault(INVALID_NAME, name=schema_name[:100])
    if match[1].casefold() not in _prefixes():
        raise CrmFault(INVALID_NAME, name=schema_name[:100])
    return schema_name.lower()


def check_relationship_name(schema_name: str) -> None:
    """A publisher's prefix begins the name or one of its parts (account_new_machine). Raises CrmFault."""
    is_name = _RELATIONSHIP.fullmatch(schema_name) is not None
    if not is_name or _prefixes().isdisjoint(schema_name.casefold().split("_")[:-1]):
        raise CrmFault(INVALID_NAME, name=schema_name[:100])


def _prefixes() -> set[str]:
    """Those of all publishers; ``new`` is that of the default publisher."""
    given = Publisher.objects.values_list("customizationprefix", flat=True)
    return {"new", *(prefix.casefold() for prefix in given if prefix)}


def refuse_known(is_known: bool, name: str) -> None:
    if is_known:
        raise CrmFault(DUPLICATE_DEFINITION, name=name)


def check_custom(found: Table) -> None:
    if not found.is_custom:
        raise CrmFault(NOT_CUSTOM, name=found.logical_name)
