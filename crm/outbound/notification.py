"""A notification as it goes over the wire. Pure: an entry of the outbox and its endpoint in, a request out.

The body is JSON with the names of Dataverse's remote execution context, plus the list of records. Its sender
is proven twice: by the endpoint's authentication value, and by ``X-Webhook-Signature: sha256=<hex>``, the
HMAC-SHA256 of ``<X-Webhook-Timestamp>.<body>`` under the authentication value exactly as it was registered.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from crm.business_rules.webhook_registration import settings_of
from crm.models import OutboxEntry, ServiceEndpoint
from crm.models.serviceendpoint import HTTP_HEADER, HTTP_QUERY_STRING

SIGNATURE = "X-Webhook-Signature"
TIMESTAMP = "X-Webhook-Timestamp"


@dataclass(frozen=True)
class Notification:
    url: str
    headers: Mapping[str, str]
    body: bytes


def notification(
    *, entry: OutboxEntry, endpoint: ServiceEndpoint, organization_id: UUID | None, now: datetime
) -> Notification:
    secret = endpoint.authvalue or ""
    body = json.dumps(_context(entry, organization_id), separators=(",", ":")).encode()
    timestamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "x-ms-dynamics-entity-name": entry.table,
        "x-ms-dynamics-request-name": entry.message,
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret=secret, timestamp=timestamp, body=body),
    }
    settings = (
        settings_of(secret) if endpoint.authtype in (HTTP_HEADER, HTTP_QUERY_STRING) else {"code": secret}
    )
    if endpoint.authtype == HTTP_HEADER:
        return Notification(endpoint.url or "", {**headers, **settings}, body)
    return Notification(_with_query(endpoint.url or "", settings), headers, body)


def signature(*, secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def _context(entry: OutboxEntry, organization_id: UUID | None) -> dict[str, object]:
    return {
        "MessageName": entry.message,
        "PrimaryEntityName": entry.table,
        "PrimaryEntityId": entry.record_ids[0],
        "PrimaryEntityIds": entry.record_ids,
        "IsTruncated": entry.is_truncated,
        "InitiatingUserIds": entry.user_ids,
        "OrganizationId": str(organization_id or ""),
        "OperationCreatedOn": entry.created_at.isoformat(),
    }


def _with_query(url: str, settings: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *settings.items()]
    return urlunsplit(parts._replace(query=urlencode(query)))
