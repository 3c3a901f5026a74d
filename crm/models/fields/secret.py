"""Columns for secrets that must be sent again: written by clients, never read back, encrypted at rest."""

from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

from crm.models.fields.column import DataverseField


def cipher() -> MultiFernet:
    """The first key of ``FIELD_ENCRYPTION_KEYS`` encrypts, all keys decrypt, so that keys can be changed."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])


class SecretColumn(DataverseField, models.TextField):
    """Edm.String to the Web API; ciphertext to the database. Not searchable; blank is null."""

    dataverse_type = "String"
    plain = models.TextField

    def __init__(self, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **{"secret": True, **kwargs})

    def get_prep_value(self, value: Any) -> str | None:
        return cipher().encrypt(str(value).encode()).decode() if value else None

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return cipher().decrypt(value.encode()).decode() if value else None
