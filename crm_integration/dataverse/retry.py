"""How often and how long a request is repeated while its error is transient: bounded in count and in time."""

import logging
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from crm_integration.dataverse.errors import Cure, DataverseError

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class RetryPolicy:
    """Seconds, but for ``attempts``. A Retry-After above its cap is left to the caller.

    ``longest_silence`` bounds how long one attempt waits for a connection, and for each piece of the answer.
    """

    attempts: int = 5
    total: float = 60.0
    first_delay: float = 0.5
    longest_delay: float = 15.0
    longest_retry_after: float = 45.0
    longest_silence: float = math.inf


@dataclass(frozen=True)
class Retrier:
    """Repeats a call; ``sleep``, ``clock`` and ``chance`` (0 to 1) are given so that tests need not wait."""

    policy: RetryPolicy = field(default_factory=RetryPolicy)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random

    def run(self, call: Callable[[], T]) -> T:
        """Returns what the call returns; raises its last error once attempts or time are used up."""
        started = self.clock()
        attempt = 1
        while True:
            try:
                return call()
            except DataverseError as error:
                delay = self.delay(attempt, error)
                spent = self.clock() - started
                if delay is None or spent + delay > self.policy.total:
                    raise
                logger.info("%s, attempt %d is repeated after %.1f s", error.code, attempt, delay)
            self.sleep(delay)
            attempt += 1

    def delay(self, attempt: int, error: DataverseError) -> float | None:
        """Returns the seconds to wait before the next attempt, None if there shall be none."""
        if error.cure is not Cure.TRANSIENT or attempt >= self.policy.attempts:
            return None
        if error.retry_after is not None and error.retry_after > self.policy.longest_retry_after:
            return None
        backoff = min(self.policy.first_delay * 2.0 ** (attempt - 1), self.policy.longest_delay)
        # Full jitter on half of the delay keeps workers that failed together from returning together.
        return max(error.retry_after or 0.0, backoff * (0.5 + self.chance() / 2))
