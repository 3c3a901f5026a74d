"""Has background work done soon after a change: a task in the queue once the change is committed.

If that fails, nothing is lost: the periodic sweep finds what waits in the outbox and among the system jobs.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_q.tasks import async_task
from redis.exceptions import RedisError

from crm.business_rules.announcements import outbox_filled
from crm.outbound.deliver import deliver_due

logger = logging.getLogger(__name__)
TASK = "crm.outbound.wake.deliver"


def listen() -> None:
    """To be called once, when the application starts."""
    outbox_filled.connect(_after_commit, dispatch_uid="crm.outbound.wake")


def _after_commit(**_: Any) -> None:
    wake(TASK)


def wake(task: str) -> None:
    """Has a task (a dotted name) run in the background once the present transaction is committed."""
    transaction.on_commit(lambda: _enqueue(task), using="crm", robust=True)


def _enqueue(task: str) -> None:
    try:
        async_task(task, save=False)
    except (DatabaseError, RedisError) as error:
        logger.warning("Nothing could be queued (%s); the periodic sweep will do it.", error)


def deliver() -> int:
    """The queue's task."""
    return deliver_due(now=timezone.now())
