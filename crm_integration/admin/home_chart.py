"""The chart *Runs in the last 24 hours*, as numbers that an SVG is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format

HEIGHT, BASE, TOP, LEFT, STEP, WIDTH = 176, 150.0, 14.0, 40.0, 30.0, 23.0


@dataclass(frozen=True)
class Bar:
    """One hour; coordinates in the SVG's units. ``label`` is written under every third bar."""

    x: float
    hour: str
    done: int
    failed: int
    done_y: float
    done_height: float
    failed_y: float
    failed_height: float
    label: str = ""

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2


def chart_of(rows: Sequence[tuple[date, int, Any, Any, Any, Any]], *, now: datetime) -> dict[str, Any]:
    """``rows``: date, hour (UTC), sums of inserted, modified, coupled, failed."""
    counts = {
        (day, hour): ((inserted or 0) + (modified or 0) + (coupled or 0), failed or 0)
        for day, hour, inserted, modified, coupled, failed in rows
    }
    hours = [now - timedelta(hours=23 - number) for number in range(24)]
    series = [(hour, *counts.get((hour.date(), hour.hour), (0, 0))) for hour in hours]
    highest = _nice(max(done + failed for _hour, done, failed in series))
    bars = [_bar(number, *point, highest=highest) for number, point in enumerate(series)]
    return {
        "bars": bars,
        "highest": highest,
        "half": highest // 2,
        "done": sum(bar.done for bar in bars),
        "failed": sum(bar.failed for bar in bars),
        "width": WIDTH,
    }


def _bar(number: int, hour: datetime, done: int, failed: int, *, highest: int) -> Bar:
    scale = (BASE - TOP) / highest
    done_height, failed_height = done * scale, max(failed * scale, 6.0 if failed else 0.0)
    text = time_format(timezone.localtime(hour).replace(minute=0).time(), "H:i")
    return Bar(
        x=LEFT + STEP * number,
        hour=text,
        done=done,
        failed=failed,
        done_y=round(BASE - done_height, 1),
        done_height=round(done_height, 1),
        failed_y=round(max(2.0, BASE - done_height - failed_height - (2 if done else 0)), 1),
        failed_height=round(failed_height, 1),
        label=text if number % 3 == 0 else "",
    )


def _nice(number: int) -> int:
    """The next even round number, so that the axis has a whole middle."""
    step = 10
    while step * 10 < number:
        step *= 10
    return max(10, -(-number // step) * step + (step if -(-number // step) % 2 else 0))
