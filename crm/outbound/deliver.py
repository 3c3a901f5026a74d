"""Sends what is due in the outbox. Safe to call from anywhere at any time, also by several at once."""

import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import Final
from uuid import UUID

import requests

from crm.business_rules.errors import CrmFault
from crm.business_rules.webhook_registration import check_target
from crm.models import Organization, OutboxEntry, ServiceEndpoint
from crm.outbound import claims
from crm.outbound.notification import Notification, notification

TIMEOUT: Final = (3.05, 10)
BUDGET: Final = timedelta(seconds=30)
# What an entry or an endpoint raises that no request can be made of.
MALFORMED: Final = (LookupError, TypeError, ValueError)

log = logging.getLogger(__name__)


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Sends up to ``limit`` notifications that are due and returns how many arrived.

    Takes half a minute at most; what is left then waits for the next call. An endpoint that fails once is
    not tried again in the same call.
    """
    claims.purge(now=now)
    entries = claims.take(now=now, limit=limit)
    if not entries:
        return 0
    endpoints = ServiceEndpoint.objects.in_bulk({entry.endpoint_id for entry in entries})
    organization_id = Organization.objects.values_list("pk", flat=True).first()
    deadline = monotonic() + BUDGET.total_seconds()
    delivered, broken = 0, set[UUID]()
    with _session() as session:
        for number, entry in enumerate(entries):
            if monotonic() > deadline:
                claims.put_back(entries=entries[number:], now=now)
                break
            error = _send(session, entry, endpoints.get(entry.endpoint_id), organization_id, now, broken)
            delivered += error == ""
    return delivered


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, no credentials of this machine
    return session


def _send(
    session: requests.Session,
    entry: OutboxEntry,
    endpoint: ServiceEndpoint | None,
    organization_id: UUID | None,
    now: datetime,
    broken: set[UUID],
) -> str:
    """Settles one entry and returns what went wrong, blank if it arrived."""
    if endpoint is None:
        claims.sent(entry=entry)
        return "unregistered"
    if entry.endpoint_id in broken:
        claims.put_back(entries=[entry], now=now + claims.FIRST_PAUSE)
        return "broken"
    try:
        check_target(endpoint.url or "")
        message = notification(entry=entry, endpoint=endpoint, organization_id=organization_id, now=now)
        error = _post(session, message)
    except CrmFault as fault:
        claims.failed(entry=entry, now=now, error=fault.message)
        return fault.message
    except MALFORMED as cause:
        # Of this entry alone, so the others to its endpoint go on.
        log.warning("Entry %s of the outbox cannot be sent.", entry.pk, exc_info=True)
        claims.failed(entry=entry, now=now, error=type(cause).__name__)
        return "malformed"
    if error:
        broken.add(entry.endpoint_id)
        claims.failed(entry=entry, now=now, error=error)
    else:
        claims.sent(entry=entry)
    return error


def _post(session: requests.Session, message: Notification) -> str:
    """What went wrong; never the URL, which may carry the key. Redirects are not followed."""
    try:
        with session.post(
            message.url,
            data=message.body,
            headers=dict(message.headers),
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return "" if 200 <= answer.status_code < 300 else f"HTTP {answer.status_code}"
    except requests.RequestException as error:
        return type(error).__name__
