"""The revisions of a quote are quotes of their own in the CRM, and one sales quote here: one at a time."""

from hashlib import sha256

from django.db import connection


def lock_revisions(number: str) -> None:
    """Waits until nobody else writes a revision of the quote with this number; to be called in a transaction.

    Held until that transaction ends. What is read afterwards is what the one before has written. There may
    be no row yet that two could wait for, so it is the number itself. SQLite lets one write at a time.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(sha256(f"quote {number}".encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
