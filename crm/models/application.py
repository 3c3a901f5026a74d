"""Applications that may ask for tokens with a client secret."""

from uuid import uuid4

from django.db import models


class Application(models.Model):
    """Only the hash of the secret is kept. A new secret ends the tokens given out for the one before."""

    client_id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.CharField(max_length=100, unique=True)
    secret_hash = models.CharField(max_length=64)
    secret_number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "crm_application"

    def __str__(self) -> str:
        return self.name
