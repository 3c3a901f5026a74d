"""A job that counts, slowly enough to be killed, and writes down who counted what."""

import os
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from crm_integration.job_queue import ContinueWith, Deadline, Finished, Lease, Outcome, hold
from crm_integration.models import Job

STEP_SECONDS = 0.05


def count(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """Counts to ``arguments["to"]``, from where the cursor is."""
    step = Job.objects.get(pk=lease.job_id).cursor.get("step", 0)
    while step < arguments["to"]:
        step += 1
        threading.Event().wait(STEP_SECONDS)
        with (Path(settings.DATA_DIR) / f"{lease.job_id}.txt").open("a") as file:
            file.write(f"{step} {os.getpid()}\n")
        hold(lease, now=timezone.now(), done=step, cursor={"step": step})
        if deadline.is_over:
            return ContinueWith({"step": step})
    return Finished()
