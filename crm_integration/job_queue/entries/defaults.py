"""The recurring jobs that there are by default, with their minutes between runs and of inactivity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DefaultEntry:
    """``code`` is the name of a mapping or of a chore; an inactivity timeout of 0 never sleeps."""

    code: str
    minutes_between_runs: int = 30
    inactivity_timeout_minutes: int = 720


RETENTION = "RETENTION"

# Chores have no mapping; the name of each is the kind of its job.
CHORES = {RETENTION: "retention"}

DEFAULT_ENTRIES = {
    entry.code: entry
    for entry in (
        DefaultEntry("SALESPEOPLE", 30, 1440),
        DefaultEntry("CURRENCY", 30, 720),
        DefaultEntry("CUSTOMER", 30, 720),
        DefaultEntry("CONTACT", 30, 720),
        DefaultEntry(RETENTION, 1440, 0),
    )
}


def default_entry(code: str) -> DefaultEntry:
    """A mapping without a line of its own gets the usual times."""
    return DEFAULT_ENTRIES.get(code) or DefaultEntry(code)
