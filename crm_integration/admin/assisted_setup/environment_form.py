"""The first step: where the CRM is, and the application that we are there."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_integration.admin.assisted_setup.forms import StepForm, secret_field
from crm_integration.connection.assisted_setup.check_environment import check_environment
from crm_integration.dataverse.environment import check_environment_url
from crm_integration.models import AssistedSetupDraft, ConnectionSetup

NEEDED = {
    "tenant": _("Enter the tenant: the directory ID or its domain."),
    "client_id": _("Enter the client ID: the application ID of the registration."),
    "client_secret": _("Enter the client secret: the value that was shown when it was made, not its ID."),
}


class EnvironmentForm(StepForm):
    environment_url = forms.CharField(
        max_length=200, required=False, label=_("%(crm)s URL") % {"crm": settings.CRM_PRODUCT_NAME}
    )
    authentication_type = forms.ChoiceField(
        choices=ConnectionSetup.AuthenticationType.choices, required=False, label=_("Authentication Type")
    )
    tenant = forms.CharField(max_length=100, required=False, label=_("Tenant"))
    client_id = forms.CharField(max_length=100, required=False, label=_("Client ID"))
    client_secret = secret_field(_("Client Secret"))

    field_of = {
        "url_missing": "environment_url",
        "url_invalid": "environment_url",
        "url_not_https": "environment_url",
        "url_has_path": "environment_url",
        "environment_not_reached": "environment_url",
        "answer_not_understood": "environment_url",
        "http_404": "environment_url",
        "tls_failed": "environment_url",
        "redirect_refused": "environment_url",
        "connection_is_on": "environment_url",
        "tenant_invalid": "tenant",
        "unauthorized_client": "client_id",
        "invalid_client": "client_secret",
        "secret_of_environment_missing": "client_secret",
    }

    def clean_authentication_type(self) -> str:
        given: str = self.cleaned_data["authentication_type"]
        return given or ConnectionSetup.AuthenticationType.CLIENT_CREDENTIALS

    def check(self, draft: AssistedSetupDraft, *, now: datetime) -> None:
        """Asks the CRM once everything has been entered."""
        with self.telling():
            check_environment_url(draft.environment_url)
        for name, text in NEEDED.items():
            if not getattr(draft, name):
                self.add_error(name, str(text))
        if not self.errors:
            with self.telling():
                check_environment(draft, now=now)
