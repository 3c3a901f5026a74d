"""Applications that may ask for tokens: in their own name with a client secret, or in that of a person."""

from uuid import uuid4

from django.db import models


class Application(models.Model):
    """Only the hash of the secret is kept. A new secret ends the tokens given out for the one before.

    ``redirect_uris`` is where, besides this machine, the codes of people who sign in may be sent.
    """

    client_id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.CharField(max_length=100, unique=True)
    secret_hash = models.CharField(max_length=64)
    secret_number = models.PositiveIntegerField(default=1)
    redirect_uris = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "crm_application"

    def __str__(self) -> str:
        return self.name
