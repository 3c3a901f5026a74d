"""Keeps when a token was last used, so that people see which of them nobody needs."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from erp.models import ApiToken

EXACTNESS: Final = timedelta(minutes=1)


def note_api_token_use(*, token: ApiToken, now: datetime) -> None:
    """Writes at most once a minute: software that asks on and on must not become a stream of writes."""
    if token.last_used_at is not None and token.last_used_at > now - EXACTNESS:
        return
    outdated = Q(last_used_at=None) | Q(last_used_at__lt=now)
    ApiToken.objects.filter(outdated, id=token.pk).update(last_used_at=now)
