"""How the connection signs in to the CRM."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthenticationType(models.TextChoices):
    """Online an application signs in by itself; on premises a user, at the server or at an AD FS."""

    CLIENT_CREDENTIALS = "oauth_client_credentials", _("OAuth 2.0 client credentials (online)")
    AD = "ad", _("AD (Windows authentication)")
    IFD = "ifd", _("IFD (AD FS)")


class OfAuthenticationType:
    """What follows from ``authentication_type``."""

    authentication_type: str

    @property
    def is_on_premises(self) -> bool:
        return self.authentication_type in (AuthenticationType.AD, AuthenticationType.IFD)

    @property
    def is_online(self) -> bool:
        return not self.is_on_premises
