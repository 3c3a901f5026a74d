"""How a slice of work can end; the job layer turns it into the state of the job."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything was looked at; records that failed are counted on the job."""


@dataclass(frozen=True, slots=True)
class ContinueWith:
    """The time of the slice is over; the next one goes on from ``cursor``."""

    cursor: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """The job cannot go on until somebody cures what ``code`` and ``params`` say."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Postponed:
    """What the job needs is away and comes back by itself: no attempt is lost, the pauses grow.

    ``not_before`` is what the one who is away asked for.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Something unexpected was in the way; after too many attempts it is a failure with this code."""

    at: datetime
    code: str = "unavailable"
    params: dict[str, Any] = field(default_factory=dict)


Outcome = Finished | ContinueWith | Failed | Postponed | RetryAt
