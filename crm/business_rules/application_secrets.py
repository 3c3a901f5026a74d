"""Client secrets of applications: shown once, kept as a hash."""

import hashlib
import secrets
from string import ascii_letters, digits

from django.utils.crypto import constant_time_compare

from crm.models import Application

# A secret that begins with a hyphen would be taken for an option where a command is given it.
FIRST = ascii_letters + digits


def new_secret() -> tuple[str, str]:
    """A client secret and the hash to keep."""
    secret = f"{secrets.choice(FIRST)}{secrets.token_urlsafe(40)}"
    return secret, hash_secret(secret)


def hash_secret(secret: str) -> str:
    """The secret is long and random, so that a plain digest protects it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_secret_of(secret: str, application: Application) -> bool:
    return constant_time_compare(hash_secret(secret), application.secret_hash)
