"""What the CRM refused, classed by its cure. One frozen table decides; every caller reads ``cure``.

RuntimeError
└── InsideTransaction       the caller holds a transaction open: a mistake in our own code
Exception
└── DataverseError          the CRM, the way to it or the address of it said no
    └── DeltaTokenExpired   change tracking must start afresh
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Cure(enum.StrEnum):
    """What makes the same request succeed."""

    TRANSIENT = "transient"  # waiting
    AUTHENTICATION = "authentication"  # other credentials
    PRIVILEGE = "privilege"  # a security role
    REJECTED = "rejected"  # other data in this record
    NOT_FOUND = "not_found"  # the record is gone
    CONCURRENCY = "concurrency"  # reading the record again: somebody changed it
    DUPLICATE = "duplicate"  # nothing: a record with this id is there already
    CONFIGURATION = "configuration"  # another address, mapping or setting


class InsideTransaction(RuntimeError):
    """A request to the CRM was about to be sent while a database transaction was open."""


class DataverseError(Exception):
    """A request that had no success. ``code`` is the CRM's, or one of ours in words."""

    def __init__(
        self,
        *,
        cure: Cure,
        code: str,
        message: str,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(cure, code, message, status, retry_after)
        self.cure = cure
        self.code = code
        self.message = message
        self.status = status
        self.retry_after = retry_after

    def __str__(self) -> str:
        where = f" (HTTP {self.status})" if self.status else ""
        return f"{self.code or self.cure}: {self.message}{where}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args)


def _rebuild(kind: type[DataverseError], args: tuple[Any, ...]) -> DataverseError:
    cure, code, message, status, retry_after = args
    return kind(cure=cure, code=code, message=message, status=status, retry_after=retry_after)


class DeltaTokenExpired(DataverseError):
    """The change-tracking link is too old or belongs to another environment; ask for a fresh one."""


@dataclass(frozen=True)
class Case:
    """One line of the table; what is None matches everything."""

    cure: Cure
    code: int | None = None
    status: int | None = None
    text: str | None = None

    def matches(self, *, code: int | None, status: int, message: str) -> bool:
        return (
            self.code in (None, code)
            and self.status in (None, status)
            and (self.text is None or self.text in message.lower())
        )


# The first line that matches decides: codes before statuses, text only where a code has two meanings.
CASES: tuple[Case, ...] = (
    Case(Cure.NOT_FOUND, code=0x80040217),  # object does not exist
    Case(Cure.NOT_FOUND, code=0x80060891),  # no record with that alternate key
    Case(Cure.DUPLICATE, code=0x80040237),  # duplicate primary key
    Case(Cure.REJECTED, code=0x80060892),  # alternate key value is used by another record
    Case(Cure.REJECTED, code=0x80040333),  # duplicate detection rule; sent with 412 or 500
    Case(Cure.CONCURRENCY, code=0x80060882),  # version mismatch
    Case(Cure.TRANSIENT, code=0x80072322),  # number of requests
    Case(Cure.TRANSIENT, code=0x80072321),  # execution time
    Case(Cure.TRANSIENT, code=0x80072326),  # concurrent requests
    Case(Cure.PRIVILEGE, code=0x80040220),  # missing privilege
    Case(Cure.PRIVILEGE, code=0x80048306),  # missing privilege
    Case(Cure.REJECTED, code=0x80044331),  # text too long
    Case(Cure.REJECTED, code=0x8004431A),  # option out of range
    Case(Cure.REJECTED, code=0x80040265),  # a plug-in refused
    Case(Cure.CONFIGURATION, code=0x80060888),  # unknown property or query that cannot be parsed
    Case(Cure.CONFIGURATION, code=0x8006088A),  # unknown entity set or function
    Case(Cure.CONFIGURATION, code=0x80048D19, text="undeclared property"),
    Case(Cure.REJECTED, code=0x80048D19),  # payload does not match the model
    Case(Cure.AUTHENTICATION, status=401),
    Case(Cure.PRIVILEGE, status=403),
    Case(Cure.CONFIGURATION, status=404),  # who says nothing of a record must not make it count as deleted
    Case(Cure.TRANSIENT, status=408),
    Case(Cure.CONCURRENCY, status=412),
    Case(Cure.CONFIGURATION, status=413),
    Case(Cure.TRANSIENT, status=429),
    Case(Cure.CONFIGURATION, status=501),
)


def classify(*, status: int, code: str, message: str) -> Cure:
    """Returns the cure for an answer that is no success; what the table does not name goes by its status."""
    number = code_number(code)
    for case in CASES:
        if case.matches(code=number, status=status, message=message):
            return case.cure
    if status >= 500:
        return Cure.TRANSIENT
    return Cure.REJECTED if status >= 400 else Cure.CONFIGURATION


def code_number(code: str) -> int | None:
    """Reads ``0x80040217`` and its signed decimal form as the same number."""
    try:
        return int(code, 0) & 0xFFFFFFFF
    except ValueError:
        return None


def error_from_answer(
    *, status: int, body: Mapping[str, Any] | None, retry_after: float | None = None
) -> DataverseError:
    """Builds the error from a status and the parsed JSON body, if there was one."""
    details = (body or {}).get("error")
    details = details if isinstance(details, Mapping) else {}
    code = str(details.get("code") or "")
    message = str(details.get("message") or f"The CRM answered with HTTP status {status}.")
    return DataverseError(
        cure=classify(status=status, code=code, message=message),
        code=code or f"http_{status}",
        message=message,
        status=status,
        retry_after=retry_after,
    )
