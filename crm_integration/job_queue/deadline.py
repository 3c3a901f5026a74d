"""When a slice of work should stop and be put back."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """``ends_at`` is a reading of ``clock``, in seconds; ``None`` never comes."""

    ends_at: float | None
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    @classmethod
    def never(cls) -> "Deadline":
        return cls(None)

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.clock() >= self.ends_at
