"""Whether this process answers (``/healthz``) and whether it can do its work (``/readyz``).

Both are open to everyone, so they say *that* something is missing, never why.
"""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from crm_integration.models import WorkerHeartbeat

WORKER_IS_LATE = timedelta(minutes=3)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers 200 as long as the process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answers 200 when every part is ready, else 503; names each part."""
    databases = {alias: _database_state(alias) for alias in connections}
    parts = {**databases, "worker": _worker_state(databases["default"])}
    ready = all(state == "ok" for state in parts.values())
    body = {"status": "ok" if ready else "not ready", "parts": parts}
    response = JsonResponse(body, status=200 if ready else 503)
    # Not ready is an answer, no error of ours: nothing for the log.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _database_state(alias: str) -> str:
    connection = connections[alias]
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return "migrations missing" if missing else "ok"


def _worker_state(database: str) -> str:
    """The CRM alone needs no worker."""
    if settings.SERVE == "crm":
        return "ok"
    if database != "ok":
        return "unknown"
    fresh = WorkerHeartbeat.objects.filter(beat_at__gte=timezone.now() - WORKER_IS_LATE)
    return "ok" if fresh.exists() else "no heartbeat"
