"""Signing in to the salespeople's pages."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.business_rules.caller import crm_user_named


class SignInForm(AuthenticationForm):
    """Admits whoever is an enabled user of the CRM; being staff of the back office is not asked for."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "no_crm_user": _("%(user)s is no user of the CRM, or is disabled there."),
    }

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if crm_user_named(user.get_username()) is None:
            raise ValidationError(
                self.error_messages["no_crm_user"],
                code="no_crm_user",
                params={"user": user.get_username()},
            )
