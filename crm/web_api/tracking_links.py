"""The links of change tracking: what a reader has seen, and where it stands in the present pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from django.utils import timezone

from crm.business_rules.errors import CrmFault, Fault
from crm.models import Organization
from crm.models.version import current_version
from crm.web_api.messages import ApiRequest
from odata.errors import ODataError, bad_query
from odata.paging import decode_token, encode_token

EXPIRED = Fault(
    "0x80044352", 400, "The version stamp of the change-tracking link has expired. Ask for all records again."
)
ALL, CHANGED, DELETED = "all", "changed", "deleted"
_AFTER: Final[Mapping[str, Sequence[type]]] = {ALL: (UUID,), CHANGED: (int, UUID), DELETED: (int,)}
_MAX_INTEGER: Final = 2**63 - 1


@dataclass(frozen=True)
class Position:
    """``since`` is what the reader has seen, ``until`` how far this pass goes, ``after`` a page's last row.

    ``issued`` is when the pass began; ``days`` is how long links lived then.
    """

    phase: str
    since: int
    until: int
    issued: datetime
    days: int
    after: Sequence[Any] | None = None


def is_tracked(request: ApiRequest) -> bool:
    """Whether the request asks for change tracking, by its preference or by the link that it follows."""
    if request.preferences.track_changes or any(name == "$deltatoken" for name, _ in request.pairs):
        return True
    token = next((value for name, value in request.pairs if name == "$skiptoken"), None)
    return token is not None and "phase" in _decoded(token)


def position_of(token: str | None) -> Position:
    """Where the pass of a link stands; without a link, at the beginning of all records.

    Raises CrmFault for a link that is too old, or newer than this database (one restored from a backup).
    """
    now, version, days = timezone.now(), current_version(), _days()
    if token is None:
        return Position(phase=ALL, since=0, until=version, issued=now, days=days)
    position = _read(_decoded(token))
    lives = timedelta(days=min(position.days, days))
    if max(position.since, position.until) > version or now - position.issued > lives:
        raise CrmFault(EXPIRED)
    if position.after is None:
        return Position(phase=CHANGED, since=position.since, until=version, issued=now, days=days)
    return position


def _days() -> int:
    return Organization.objects.values_list("expirechangetrackingindays", flat=True).first() or 0


def _decoded(token: str) -> dict[str, Any]:
    try:
        return decode_token(token)
    except ODataError:
        return {}


def _read(values: Mapping[str, Any]) -> Position:
    try:
        return Position(
            phase=values["phase"],
            since=_integer(values["since"]),
            until=_integer(values["until"]),
            issued=datetime.fromtimestamp(_integer(values["issued"]), UTC),
            days=_integer(values["days"]),
            after=_place(values["after"], _AFTER[values["phase"]]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        message = "The token of the change-tracking link is not one that this service gave out."
        raise bad_query(message) from error


def _place(after: Any, kinds: Sequence[type]) -> Sequence[Any] | None:
    if after is None:
        return None
    if not isinstance(after, list) or [type(value) for value in after] != list(kinds):
        raise ValueError(after)
    return [value if isinstance(value, UUID) else _integer(value) for value in after]


def _integer(value: Any) -> int:
    if type(value) is not int or abs(value) > _MAX_INTEGER:
        raise ValueError(value)
    return value


def page_link(request: ApiRequest, position: Position) -> str:
    """The next page of the same pass."""
    return _link(request, "$skiptoken", position)


def delta_link(request: ApiRequest, position: Position) -> str:
    """What changes after this pass."""
    following = Position(CHANGED, position.until, position.until, position.issued, position.days)
    return _link(request, "$deltatoken", following)


def _link(request: ApiRequest, name: str, position: Position) -> str:
    values = {
        "phase": position.phase,
        "since": position.since,
        "until": position.until,
        "issued": int(position.issued.timestamp()),
        "days": position.days,
        "after": position.after,
    }
    pairs = [pair for pair in request.pairs if pair[0] not in ("$skiptoken", "$deltatoken")]
    query = urlencode([*pairs, (name, encode_token(values))], quote_via=quote, safe="$")
    return f"{request.root}{request.path}?{query}"
