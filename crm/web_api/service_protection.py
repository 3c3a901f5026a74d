"""Service protection limits: how much one user may ask of one web server in a sliding window of time.

Dataverse allows 6,000 requests, 1,200 seconds of execution time and 52 requests at once in five minutes, and
answers 429 with Retry-After beyond that; a batch counts as one request.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from crm.web_api.shared_usage import SLICES, SharedUsage, Usage
from odata.errors import ODataError

_CODES: Final = {"requests": "0x80072322", "time": "0x80072321", "concurrency": "0x80072326"}
_RETRY_CONCURRENT: Final = 2


@dataclass(frozen=True)
class Limits:
    """Zero means no limit. ``seconds`` is execution time, ``window`` how long all counts, in seconds."""

    requests: int
    seconds: int
    concurrent: int
    window: int

    @property
    def is_on(self) -> bool:
        return bool(self.requests or self.seconds or self.concurrent)


class LimitExceeded(ODataError):
    """429; ``retry_after`` is in seconds."""

    def __init__(self, code: str, message: str, retry_after: int) -> None:
        super().__init__(429, code, message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Admission:
    """A request that may be answered; ``headers`` say what remains."""

    place: int
    flight: int | None
    headers: Mapping[str, str]


@cache
def _shared(path: Path) -> SharedUsage:
    return SharedUsage(path)


class ServiceProtection:
    """The limits of this web server."""

    def __init__(self, limits: Limits, path: Path) -> None:
        self._limits = limits
        self._shared = _shared(path)

    def admit(self, user: UUID) -> Admission:
        """Counts a request that begins. Raises LimitExceeded, and then counts nothing."""
        now = time.time()
        with self._shared.locked():
            place = self._shared.place(user, now)
            usage = self._shared.usage(place, now_slice=self._slice(now))
            if self._limits.concurrent and usage.under_way >= self._limits.concurrent:
                self._shared.forget_lost(place, now)
                usage = self._shared.usage(place, now_slice=self._slice(now))
            self._check(usage, now)
            self._shared.add(place, now_slice=self._slice(now), requests=1)
            return Admission(place, self._shared.take_off(place, now), self._remaining(usage))

    def finish(self, admission: Admission, user: UUID, seconds: float) -> None:
        """Counts the time that the request took."""
        now = time.time()
        with self._shared.locked():
            if self._shared.place(user, now) != admission.place:
                return  # so many others came meanwhile that the user is forgotten
            self._shared.add(admission.place, now_slice=self._slice(now), milliseconds=ceil(seconds * 1000))
            if admission.flight is not None:
                self._shared.land(admission.flight)

    def _slice(self, now: float) -> int:
        return int(now * SLICES / self._limits.window)

    def _check(self, usage: Usage, now: float) -> None:
        limits = self._limits
        if limits.requests and usage.requests >= limits.requests:
            message = (
                f"Number of requests exceeded the limit of {limits.requests} over time window of "
                f"{limits.window} seconds."
            )
            raise LimitExceeded(_CODES["requests"], message, self._until_some_pass(usage, now))
        if limits.seconds and usage.milliseconds >= limits.seconds * 1000:
            message = (
                f"Combined execution time of incoming requests exceeded limit of {limits.seconds * 1000:,} "
                f"milliseconds over time window of {limits.window} seconds. Decrease number of concurrent "
                "requests or reduce the duration of requests and try again later."
            )
            raise LimitExceeded(_CODES["time"], message, self._until_some_pass(usage, now))
        if limits.concurrent and usage.under_way >= limits.concurrent:
            message = f"Number of concurrent requests exceeded the limit of {limits.concurrent}."
            raise LimitExceeded(_CODES["concurrency"], message, _RETRY_CONCURRENT)

    def _until_some_pass(self, usage: Usage, now: float) -> int:
        """When the oldest slice leaves the window."""
        leaves = (usage.oldest + SLICES) * self._limits.window / SLICES
        return max(1, ceil(leaves - now))

    def _remaining(self, usage: Usage) -> Mapping[str, str]:
        headers = {}
        if self._limits.requests:
            left = max(0, self._limits.requests - usage.requests - 1)
            headers["x-ms-ratelimit-burst-remaining-xrm-requests"] = str(left)
        if self._limits.seconds:
            left_seconds = max(0.0, self._limits.seconds - usage.milliseconds / 1000)
            headers["x-ms-ratelimit-time-remaining-xrm-requests"] = f"{left_seconds:,.2f}"
        return headers


def service_protection() -> ServiceProtection | None:
    """The limits as the settings have them; None if there are none."""
    configured = Limits(**settings.CRM_SERVICE_PROTECTION)
    if not configured.is_on:
        return None
    return ServiceProtection(configured, Path(settings.CRM_SERVICE_PROTECTION_FILE))
