"""What other software signs in to the REST API with, in the name of a user."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """One of a user's tokens, of which only the digest is kept: it is long and random, and shown once.

    The name says which software has it. It is good up to the end of ``expires_on`` (UTC), for ever where that
    is empty. ``last_used_at`` is right to the minute.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("Made"))
    expires_on = models.DateField(_("Expires On"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("Last Used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API Token")
        verbose_name_plural = _("API Tokens")
        ordering = ["name", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
