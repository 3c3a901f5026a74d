"""Microsoft Dynamics 365 Connection Setup: where the CRM is, who we are there, what is switched on."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.authentication_type import AuthenticationType, OfAuthenticationType
from crm_integration.models.encrypted_text import EncryptedTextField


class ConnectionSetup(OfAuthenticationType, models.Model):
    """One row (``pk=1``); read it with :meth:`get`."""

    AuthenticationType = AuthenticationType

    environment_url = models.URLField(_("Environment URL"), blank=True)
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
    # On premises; the user's password is kept as client secret, the text holds a placeholder for it.
    connection_string = models.CharField(_("Connection String"), max_length=500, blank=True)
    sign_in_authority = models.URLField(_("Sign-in Authority (AD FS)"), blank=True)
    sdk_version = models.CharField(_("SDK Version"), max_length=5, blank=True)

    is_enabled = models.BooleanField(_("Dataverse connection enabled"), default=False)
    # On top: units, products, prices, opportunities, documents. Never on while the first is off.
    is_sales_integration_enabled = models.BooleanField(_("Sales integration enabled"), default=False)
    enabled_at = models.DateTimeField(_("Enabled At"), null=True, blank=True)
    disable_reason = models.CharField(_("Disable Reason"), max_length=50, blank=True)
    ignore_integration_user_changes = models.BooleanField(
        _("Ignore changes of the integration user"), default=True
    )
    unit_group_mapping_enabled = models.BooleanField(_("Unit Group Mapping Enabled"), default=False)
    web_client_url = models.URLField(_("Web Client URL"), blank=True)

    integration_user_id = models.UUIDField(_("Integration User ID"), null=True, blank=True)
    integration_user_name = models.CharField(_("Integration User"), max_length=200, blank=True)
    organization_id = models.UUIDField(_("Organization ID"), null=True, blank=True)
    business_unit_id = models.UUIDField(_("Business Unit ID"), null=True, blank=True)
    default_team_id = models.UUIDField(_("Default Owning Team ID"), null=True, blank=True)
    base_currency_id = models.UUIDField(_("Base Currency ID"), null=True, blank=True)
    base_currency_code = models.CharField(_("Base Currency Code"), max_length=5, blank=True)
    currency_precision = models.PositiveSmallIntegerField(_("Currency Decimal Precision"), default=2)
    default_price_list_id = models.UUIDField(_("Default CRM Price List ID"), null=True, blank=True)
    crm_version = models.CharField(_("CRM Version"), max_length=30, blank=True)

    webhook_secret = EncryptedTextField(_("Webhook Secret"), blank=True)
    webhook_registered_at = models.DateTimeField(_("Webhook Registered At"), null=True, blank=True)

    # Quantities in stock are kept on the products, and the CRM asks for them by URL, user name and key.
    is_item_availability_enabled = models.BooleanField(_("Item availability enabled"), default=False)
    item_availability_url = models.URLField(_("Item Availability Web Service URL"), blank=True)
    item_availability_user_name = models.CharField(
        _("Item Availability Web Service User Name"), max_length=150, blank=True
    )
    item_availability_key = EncryptedTextField(_("Item Availability Web Service Access Key"), blank=True)
    item_availability_synched_at = models.DateTimeField(
        _("Item Availability Synch. Time"), null=True, blank=True
    )

    # Submitted orders and activated quotes become documents of the back office, by themselves or on demand.
    is_sales_order_integration_enabled = models.BooleanField(
        _("Sales order integration enabled"), default=False
    )
    # The account whose documents the CRM leaves alone: the integration user's, or another's on whose behalf
    # we write; whether it became an integration user of the CRM by us.
    order_integration_user_id = models.UUIDField(_("Order Integration User ID"), null=True, blank=True)
    order_integration_user_name = models.CharField(_("Order Integration User"), max_length=200, blank=True)
    is_order_integration_user_marked = models.BooleanField(
        _("Order integration user was marked by us"), default=False
    )
    auto_create_sales_orders = models.BooleanField(_("Automatically Create Sales Orders"), default=False)
    order_states_read_at = models.DateTimeField(_("States of Orders Read At"), null=True, blank=True)
    order_notes_read_at = models.DateTimeField(_("Notes of Orders Read At"), null=True, blank=True)
    statistics_synched_at = models.DateTimeField(_("Customer Statistics Synch. Time"), null=True, blank=True)
    auto_process_sales_quotes = models.BooleanField(_("Automatically Process Quotes"), default=False)
    # All quotes that changed before have been looked at.
    quotes_read_at = models.DateTimeField(_("Quotes Read At"), null=True, blank=True)

    solution_version = models.CharField(_("Integration Solution Version"), max_length=30, blank=True)
    solution_checked_at = models.DateTimeField(_("Integration Solution Checked At"), null=True, blank=True)
    solution_differences = models.JSONField(_("Integration Solution Differences"), default=list, blank=True)

    class Meta:
        verbose_name = _("Connection Setup")
        verbose_name_plural = _("Connection Setup")

    def __str__(self) -> str:
        return self.environment_url or str(_("Not set up"))

    @classmethod
    def get(cls) -> "ConnectionSetup":
        """Returns the setup, unsaved and empty before the first time."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def sales_obstacle(self) -> str:
        """The code of what keeps the sales integration from working; blank while both layers are on."""
        if not self.is_enabled:
            return "connection_is_off"
        return "" if self.is_sales_integration_enabled else "sales_integration_is_off"

    @property
    def writes_documents_for(self) -> UUID | None:
        """On whose behalf orders, quotes and invoices are written; None for the integration user's own."""
        if not self.is_sales_order_integration_enabled:
            return None
        is_own = self.order_integration_user_id == self.integration_user_id
        return None if is_own else self.order_integration_user_id

    @property
    def order_account_name(self) -> str:
        """Who handles orders, quotes and invoices while order integration is on."""
        return self.order_integration_user_name or self.integration_user_name

    @property
    def ignored_user_ids(self) -> frozenset[UUID]:
        """The users of the CRM whose changes are our own, and are not synchronized."""
        if not self.ignore_integration_user_changes:
            return frozenset()
        return frozenset(id for id in (self.integration_user_id, self.writes_documents_for) if id)
