"""What came of an administrator's sign-in in the CRM, where nothing was deployed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "sign_in_unknown": _(
        "This sign-in was not begun here, or it was answered already. Nothing was changed. Sign in again."
    ),
    "sign_in_expired": _("The sign-in took too long. Nothing was changed. Sign in again."),
    "sign_in_for_other_environment": _(
        "The connection was changed while you signed in. Nothing was changed in %(crm_product)s. "
        "Sign in again in the environment that is set up now."
    ),
    "sign_in_for_other_organization": _(
        "The environment URL leads to another organization than the one that is connected. Nothing was "
        "changed. Disable the connection and test it before you deploy."
    ),
    "sign_in_denied": _(
        "The sign-in was declined. Nothing was changed. Sign in again, and agree that the application of "
        "the connection works in %(crm_product)s in your name."
    ),
    "sign_in_needs_consent": _(
        "The application of the connection may not work in your name yet. Have an administrator of the "
        "directory consent to its permission user_impersonation, then sign in again. (%(message)s)"
    ),
    "sign_in_refused": _("The sign-in was refused: %(message)s Nothing was changed. Sign in again."),
    "sign_in_code_refused": _(
        "The sign-in could not be completed, because its code is no longer valid. Nothing was changed. "
        "Sign in again. (%(message)s)"
    ),
    "sign_in_application_refused": _(
        "The sign-in could not be completed, because the application of the connection was refused. "
        "Check client ID and client secret, then sign in again. (%(message)s)"
    ),
    "sign_in_authority_away": _(
        "The sign-in service cannot be reached. Nothing was changed. Sign in again in a few minutes. "
        "(%(message)s)"
    ),
    "sign_in_without_password": _("Enter user name and password. Nothing was changed. Sign in again."),
    "sign_in_password_refused": _(
        "%(crm_product)s refuses the user or the password. Nothing was changed. Sign in again."
    ),
    "sign_in_not_accepted": _(
        "Whoever signed in is no enabled user of %(crm_product)s. Sign in as somebody who has the security "
        "roles System Administrator and System Customizer there."
    ),
}
