"""What was entered in the guide *Set up a Dynamics 365 Sales connection* and is not set up yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.authentication_type import AuthenticationType, OfAuthenticationType
from crm_integration.models.encrypted_text import EncryptedTextField


class AssistedSetupDraft(OfAuthenticationType, models.Model):
    """One row (``pk=1``), as there is one setup; it is there from the first step that is saved to *Finish*.

    Texts stand as they were typed, right or wrong; ``done`` names the steps that were found right.
    """

    environment_url = models.CharField(_("Environment URL"), max_length=200, blank=True)
    authentication_type = models.CharField(
        _("Authentication Type"),
        max_length=30,
        choices=AuthenticationType.choices,
        default=AuthenticationType.CLIENT_CREDENTIALS,
    )
    tenant = models.CharField(_("Tenant"), max_length=100, blank=True)
    client_id = models.CharField(_("Client ID"), max_length=100, blank=True)
    client_secret = EncryptedTextField(_("Client Secret"), blank=True)
    client_secret_saved_at = models.DateTimeField(_("Client Secret Saved At"), null=True, blank=True)
    connection_string = models.CharField(_("Connection String"), max_length=500, blank=True)
    sign_in_authority = models.CharField(_("Sign-in Authority (AD FS)"), max_length=200, blank=True)
    sdk_version = models.CharField(_("SDK Version"), max_length=5, blank=True)

    chosen_data = models.JSONField(_("Data to Synchronize"), default=list, blank=True)
    unit_group_mapping_enabled = models.BooleanField(_("Unit Group Mapping Enabled"), default=False)

    imports_solution = models.BooleanField(_("Import the integration solution"), default=True)
    web_client_url = models.CharField(_("Web Client URL"), max_length=200, blank=True)
    publishes_item_availability = models.BooleanField(_("Publish item availability"), default=False)
    item_availability_url = models.CharField(
        _("Item Availability Web Service URL"), max_length=200, blank=True
    )
    item_availability_user_name = models.CharField(
        _("Item Availability Web Service User Name"), max_length=150, blank=True
    )
    item_availability_key = EncryptedTextField(_("Item Availability Web Service Access Key"), blank=True)
    enables_sales_integration = models.BooleanField(_("Sales integration enabled"), default=True)
    enables_sales_order_integration = models.BooleanField(_("Enable sales order integration"), default=False)
    order_integration_user_name = models.CharField(_("Order Integration User"), max_length=200, blank=True)
    auto_create_sales_orders = models.BooleanField(_("Automatically Create Sales Orders"), default=False)
    auto_process_sales_quotes = models.BooleanField(_("Automatically Process Quotes"), default=False)

    runs_full_synchronization = models.BooleanField(_("Run Full Synchronization"), default=True)
    done = models.JSONField(_("Steps Done"), default=list, blank=True)
    saved_at = models.DateTimeField(_("Saved At"), null=True, blank=True)

    class Meta:
        verbose_name = _("Assisted Setup Draft")
        verbose_name_plural = _("Assisted Setup Drafts")

    def __str__(self) -> str:
        return self.environment_url or str(_("Not set up"))

    @property
    def needs_sign_in(self) -> bool:
        """Whether finishing does something that only an administrator of the CRM may do."""
        return self.imports_solution or self.enables_sales_order_integration
