"""Names and ids of definitions as the Web API writes them."""

from functools import lru_cache
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.functional import Promise
from django.utils.translation import override

LANGUAGE: Final = 1033


@lru_cache(maxsize=20_000)
def metadata_id(*parts: str) -> UUID:
    """The id of a definition: the same in every organization, since it follows from the names."""
    return uuid5(NAMESPACE_OID, "/".join(("dataverse", *parts)))


def label(text: str | Promise | None) -> dict[str, Any]:
    """A label in the organization's language, English."""
    with override("en"):
        plain = str(text) if text else ""
    if not plain:
        return {"LocalizedLabels": [], "UserLocalizedLabel": None}
    localized = {
        "Label": plain,
        "LanguageCode": LANGUAGE,
        "IsManaged": False,
        "MetadataId": str(metadata_id("label", plain)),
        "HasChanged": None,
    }
    return {"LocalizedLabels": [localized], "UserLocalizedLabel": localized}


def managed(value: Any, name: str) -> dict[str, Any]:
    """A property that a solution may forbid to change; here every change is permitted."""
    return {"Value": value, "CanBeChanged": True, "ManagedPropertyLogicalName": name}
