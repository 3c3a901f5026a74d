"""What people who signed in allowed an application to do in their names."""

from uuid import uuid4

from django.db import models

from crm.models.application import Application
from crm.models.systemuser import SystemUser


class SignInGrant(models.Model):
    """One sign-in of a person to an application. Its tokens are good as long as it is there."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    user = models.ForeignKey(SystemUser, on_delete=models.CASCADE, related_name="+")
    scope = models.TextField()
    redirect_uri = models.TextField()
    code_challenge = models.CharField(max_length=128)
    nonce = models.TextField(blank=True)
    signed_in_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "crm_sign_in_grant"

    def __str__(self) -> str:
        return f"{self.application_id} {self.user_id}"


class GrantSecret(models.Model):
    """A code or a refresh token of a grant: good for once, kept as a hash only."""

    class Kind(models.TextChoices):
        CODE = "code"
        REFRESH_TOKEN = "refresh_token"  # noqa: S105 a name

    digest = models.CharField(max_length=64, primary_key=True)
    grant = models.ForeignKey(SignInGrant, on_delete=models.CASCADE, related_name="secrets")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    expires_at = models.DateTimeField()
    is_used = models.BooleanField(default=False)

    class Meta:
        db_table = "crm_grant_secret"

    def __str__(self) -> str:
        return f"{self.kind} {self.grant_id}"
