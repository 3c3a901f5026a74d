"""What other software signs in to the ERP's web services with, in the name of a user."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WebServiceAccessKey(models.Model):
    """The key of a user, of which only the digest is kept: it is long and random, and shown once.

    It is good up to the end of ``expires_on`` (UTC), for ever where that is empty.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="web_service_key"
    )
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("Made"))
    expires_on = models.DateField(_("Expires On"), null=True, blank=True)

    class Meta:
        verbose_name = _("Web Service Access Key")
        verbose_name_plural = _("Web Service Access Keys")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
