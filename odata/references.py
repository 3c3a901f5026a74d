"""References inside a change set: ``$1`` in a URL or a bind value stands for what request 1 made."""

import re
from collections.abc import Mapping
from typing import Any

from odata.multipart import bad_batch

_REFERENCE = re.compile(r"/?\$([\w.-]{1,64})(?=[/?(]|\Z)", re.ASCII)
_BIND = ("@odata.bind", "@odata.id")
_SYSTEM_SEGMENTS = frozenset({"batch", "metadata", "ref", "count", "value"})


def resolve_url(url: str, entities: Mapping[str, str]) -> str:
    """``$1/primarycontactid`` → ``accounts(…)/primarycontactid``. Raises ODataError if ``$1`` is unknown."""
    match = _REFERENCE.match(url)
    if match is None or match[1] in _SYSTEM_SEGMENTS:
        return url
    if match[1] not in entities:
        raise bad_batch(f"Content-ID reference '${match[1]}' does not exist in the change set.")
    return entities[match[1]] + url[match.end() :]


def resolve_binds(value: Any, entities: Mapping[str, str]) -> Any:
    """The same in every ``…@odata.bind`` and ``@odata.id`` of a JSON body, however deep."""
    if isinstance(value, list):
        return [resolve_binds(item, entities) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _bound(item, entities) if name.endswith(_BIND) else resolve_binds(item, entities)
        for name, item in value.items()
    }


def _bound(value: Any, entities: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_bound(item, entities) for item in value]
    return resolve_url(value, entities) if isinstance(value, str) else value
