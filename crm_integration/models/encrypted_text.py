"""A text column that is encrypted at rest with the keys of ``FIELD_ENCRYPTION_KEYS``."""

from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def cipher() -> MultiFernet:
    """The first key encrypts, all keys decrypt, so that keys can be rotated."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])


class EncryptedTextField(models.TextField):
    """Holds a secret that must be sent again. Not searchable; blank stays blank."""

    def get_prep_value(self, value: Any) -> str:
        return cipher().encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        return cipher().decrypt(value.encode()).decode() if value else ""
