"""The part of a form that asks how the connection signs in: online by an application, on premises by a
connection string and a password. The page shows the fields of the chosen type, the others say nothing.
"""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_integration.dataverse.connection_string import without_secret
from crm_integration.dataverse.environment import SDK_VERSIONS
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence

Type = ConnectionSetup.AuthenticationType
LONGEST: Final = 500
# Beside which field a refusal is said.
FIELD_OF: Final = {
    "authentication_type_not_supported": "authentication_type",
    "environment_is_online": "authentication_type",
    "ntlm_not_offered": "authentication_type",
    "connection_string_missing": "connection_string",
    "connection_string_two_secrets": "connection_string",
    "connection_string_other_type": "connection_string",
    "connection_string_other_url": "connection_string",
    "user_name_missing": "connection_string",
    "user_name_invalid": "connection_string",
    "client_id_missing": "connection_string",
    "password_missing": "password",
    "windows_user_refused": "password",
    "invalid_grant": "password",
    "authority_missing": "sign_in_authority",
    "authority_not_named": "sign_in_authority",
    "authority_not_confirmed": "sign_in_authority",
    "resource_not_confirmed": "connection_string",
    "authority_invalid": "sign_in_authority",
    "sdk_version_unknown": "sdk_version",
    "sdk_version_too_new": "sdk_version",
}


class ConnectionStringField(forms.CharField):
    """A password that was typed into it is never sent back to the browser."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        if len(data or "") > LONGEST:
            return initial
        try:
            return without_secret(data or "")[0]
        except DataverseError:
            return initial

    def clean(self, value: Any) -> str:
        """Leaves a password in it for the form to take out; what cannot be read is kept nowhere."""
        text: str = super().clean(value)
        try:
            without_secret(text)
        except DataverseError as error:
            raise forms.ValidationError(sentence(error.code, {"message": error.message})) from None
        return text


def secret_field(label: Any, *, strip: bool = True) -> forms.CharField:
    """It is written only: blank keeps the one that is saved."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(max_length=500, required=False, label=label, widget=widget, strip=strip)


class AuthenticationFields(forms.Form):
    """``client_secret`` comes out as the secret of the chosen type, blank to keep the one that is saved."""

    authentication_type = forms.ChoiceField(
        choices=Type.choices,
        required=False,
        label=_("Authentication Type"),
        error_messages={
            "invalid_choice": _(
                "The authentication type %(value)s is not supported. Choose OAuth 2.0 client credentials "
                "online, AD or IFD on premises."
            )
        },
    )
    tenant = forms.CharField(max_length=100, required=False, label=_("Tenant"))
    client_id = forms.CharField(max_length=100, required=False, label=_("Client ID"))
    client_secret = secret_field(_("Client Secret"))
    connection_string = ConnectionStringField(
        max_length=LONGEST, required=False, label=_("Connection String")
    )
    password = secret_field(_("Password"), strip=False)
    sign_in_authority = forms.CharField(max_length=200, required=False, label=_("Sign-in Authority (AD FS)"))
    sdk_version = forms.ChoiceField(
        choices=[("", _("That of the CRM")), *((each, each) for each in SDK_VERSIONS)],
        required=False,
        label=_("SDK Version"),
    )

    def clean_authentication_type(self) -> str:
        given: str = self.cleaned_data["authentication_type"]
        return given or Type.CLIENT_CREDENTIALS

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        password = found.pop("password", "")
        if found.get("authentication_type") != Type.CLIENT_CREDENTIALS:
            text, secret = without_secret(found.get("connection_string", ""))
            if "connection_string" in found:
                found["connection_string"] = text
            found["client_secret"] = password or secret
        return found

    @property
    def is_on_premises(self) -> bool:
        return self["authentication_type"].value() in (Type.AD, Type.IFD)

    def authentication_field(self, code: str) -> str | None:
        """Beside which field a refusal is said that concerns how the connection signs in."""
        if code == "secret_of_environment_missing":
            return "password" if self.is_on_premises else "client_secret"
        return FIELD_OF.get(code)

    @property
    def is_secret_entered(self) -> bool:
        names = ("client_secret", "password")
        return any(self.data.get(name) or name in self.errors for name in names)
