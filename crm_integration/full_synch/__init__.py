"""Full Synch. Review: recommends, runs the mappings in the order of their dependencies, tells how far."""

from crm_integration.full_synch.advance import advance
from crm_integration.full_synch.lines import create_lines
from crm_integration.full_synch.review import Review, ReviewLine, review
from crm_integration.full_synch.start import (
    FullSynchIsRunning,
    recommend_full,
    reset,
    restart,
    running,
    start,
)
from crm_integration.full_synch.uncoupled import Uncoupled

__all__ = [
    "FullSynchIsRunning",
    "Review",
    "ReviewLine",
    "Uncoupled",
    "advance",
    "create_lines",
    "recommend_full",
    "reset",
    "restart",
    "review",
    "running",
    "start",
]
