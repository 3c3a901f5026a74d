"""The directory in whose name tokens are given out: one for the organization, with its applications."""

from typing import Final
from uuid import UUID

from crm.business_rules.sign_in.refusal import SignInRefused
from crm.models import Application, Organization, SystemUser

# Microsoft's clients name no directory until they know one; here there is but one that they can mean.
_ANY_DIRECTORY: Final = ("common", "organizations")


def tenant_id() -> UUID | None:
    return Organization.objects.values_list("tenant_id", flat=True).first()


def known_tenant(name: str) -> UUID:
    """The directory that an address names. Raises SignInRefused."""
    directory = tenant_id()
    if directory is None or name.lower() not in (str(directory), *_ANY_DIRECTORY):
        raise SignInRefused("invalid_request", 90002, f"Tenant '{name[:60]}' not found.")
    return directory


def known_application(client_id: str) -> Application:
    """Raises SignInRefused."""
    try:
        application = Application.objects.filter(pk=UUID(client_id)).first()
    except ValueError:
        application = None
    if application is None:
        raise SignInRefused(
            "unauthorized_client", 700016, f"Application with identifier '{client_id[:60]}' was not found."
        )
    return application


def application_user_id(application: Application) -> UUID | None:
    """The user that the application is when it acts in its own name."""
    users = SystemUser.objects.filter(applicationid=application.pk)
    return users.values_list("pk", flat=True).first()
