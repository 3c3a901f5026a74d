"""The first step: where the CRM is, and the application that we are there."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_integration.admin.assisted_setup.forms import StepForm
from crm_integration.admin.authentication_fields import AuthenticationFields
from crm_integration.connection.assisted_setup.check_environment import check_environment
from crm_integration.dataverse.environment import check_environment_url
from crm_integration.models import AssistedSetupDraft, ConnectionSetup

Type = ConnectionSetup.AuthenticationType

ONLINE = {
    "tenant": _("Enter the tenant: the directory ID or its domain."),
    "client_id": _("Enter the client ID: the application ID of the registration."),
    "client_secret": _("Enter the client secret: the value that was shown when it was made, not its ID."),
}
ON_PREMISES = {
    "connection_string": _("Enter the connection string: it names the user as whom the connection works."),
    "client_secret": _("Enter the password of the user whom the connection string names."),
}
NEEDED = {
    Type.CLIENT_CREDENTIALS: ONLINE,
    Type.AD: ON_PREMISES,
    Type.IFD: {**ON_PREMISES, "sign_in_authority": _("Enter the address of the AD FS.")},
}
WITHDRAWN = _(
    "Enter it again: the one that was saved was given for what stood here before, and goes nowhere else."
)


class EnvironmentForm(AuthenticationFields, StepForm):
    environment_url = forms.CharField(
        max_length=200, required=False, label=_("%(crm)s URL") % {"crm": settings.CRM_PRODUCT_NAME}
    )

    field_of = {
        "url_missing": "environment_url",
        "url_invalid": "environment_url",
        "url_not_https": "environment_url",
        "url_has_path": "environment_url",
        "environment_not_reached": "environment_url",
        "answer_not_understood": "environment_url",
        "no_token": "environment_url",
        "http_404": "environment_url",
        "no_tls": "environment_url",
        "tls_failed": "environment_url",
        "redirect_refused": "environment_url",
        "connection_is_on": "environment_url",
        "tenant_invalid": "tenant",
        "tenant_unknown": "tenant",
        "unauthorized_client": "client_id",
        "invalid_client": "client_secret",
    }

    def beside(self, code: str) -> str | None:
        return self.authentication_field(code) or super().beside(code)

    def check(self, draft: AssistedSetupDraft, *, now: datetime) -> None:
        """Asks the CRM once everything has been entered."""
        with self.telling():
            check_environment_url(draft.environment_url, on_premises=self.is_on_premises)
        for name, text in NEEDED[Type(draft.authentication_type)].items():
            if not getattr(draft, name):
                is_secret = name == "client_secret"
                said = WITHDRAWN if is_secret and draft.client_secret_saved_at else text
                self.add_error("password" if is_secret and self.is_on_premises else name, str(said))
        if not self.errors:
            with self.telling():
                check_environment(draft, now=now)
