"""The key that signs what is told to applications about the people who sign in."""

from uuid import uuid4

from django.db import models


class SigningKey(models.Model):
    """``private_key`` is PEM, encrypted as stored secrets are."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    private_key = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "crm_signing_key"

    def __str__(self) -> str:
        return str(self.id)
