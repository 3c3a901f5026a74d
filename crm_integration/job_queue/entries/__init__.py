"""Recurring jobs: when they run, sleep, are woken, held, resumed and run out of turn."""

from crm_integration.job_queue.entries.create_default import (
    create_chore,
    create_default_entries,
    remove_chore,
)
from crm_integration.job_queue.entries.follow_switches import (
    hold_what_is_off,
    obstacle_to,
    resume_what_is_on,
)
from crm_integration.job_queue.entries.hold import hold_entry
from crm_integration.job_queue.entries.outage import CRM_IS_AWAY, wake_after_outage
from crm_integration.job_queue.entries.resume import resume_entry
from crm_integration.job_queue.entries.run_now import run_now
from crm_integration.job_queue.entries.settle import settle_entries
from crm_integration.job_queue.entries.start_due import start_due
from crm_integration.job_queue.entries.wake import wake

__all__ = [
    "CRM_IS_AWAY",
    "create_chore",
    "create_default_entries",
    "hold_entry",
    "hold_what_is_off",
    "obstacle_to",
    "remove_chore",
    "resume_entry",
    "resume_what_is_on",
    "run_now",
    "settle_entries",
    "start_due",
    "wake",
    "wake_after_outage",
]
