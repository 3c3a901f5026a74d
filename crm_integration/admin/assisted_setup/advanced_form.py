"""The step with what goes beyond keeping records in step."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.admin.assisted_setup.data_form import labels_text
from crm_integration.admin.assisted_setup.forms import StepForm
from crm_integration.admin.authentication_fields import secret_field
from crm_integration.connection.assisted_setup.check_advanced import (
    check_item_availability,
    check_order_user,
    check_without_import,
)
from crm_integration.connection.assisted_setup.choices import (
    NEEDED_BY_ITEM_AVAILABILITY,
    NEEDED_BY_ORDER_INTEGRATION,
    OneOf,
    lacking,
)
from crm_integration.models import AssistedSetupDraft


class AdvancedForm(StepForm):
    imports_solution = forms.BooleanField(
        required=False, label=gettext_lazy("Import the integration solution")
    )
    web_client_url = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("%(erp)s Web Client URL") % {"erp": settings.ERP_PRODUCT_NAME},
    )
    publishes_item_availability = forms.BooleanField(
        required=False, label=gettext_lazy("Publish the item availability web service")
    )
    item_availability_url = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Item Availability Web Service URL")
    )
    item_availability_user_name = forms.CharField(
        max_length=150, required=False, label=gettext_lazy("User Name")
    )
    item_availability_key = secret_field(gettext_lazy("Web Service Access Key"))
    enables_sales_integration = forms.BooleanField(
        required=False, label=gettext_lazy("Sales integration enabled")
    )
    enables_sales_order_integration = forms.BooleanField(
        required=False, label=gettext_lazy("Enable sales order integration")
    )
    order_integration_user_name = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("Order Integration User")
    )
    auto_create_sales_orders = forms.BooleanField(
        required=False, label=gettext_lazy("Automatically Create Sales Orders")
    )
    auto_process_sales_quotes = forms.BooleanField(
        required=False, label=gettext_lazy("Automatically Process Quotes")
    )

    field_of = {
        "availability_url_invalid": "item_availability_url",
        "availability_url_not_service": "item_availability_url",
        "availability_user_refused": "item_availability_key",
        "availability_key_missing": "item_availability_key",
        "availability_user_lacks_role": "item_availability_user_name",
        "order_user_unknown": "order_integration_user_name",
        "order_user_disabled": "order_integration_user_name",
        "order_user_is_administrator": "order_integration_user_name",
        "order_user_is_salesperson": "order_integration_user_name",
        "order_user_sells": "order_integration_user_name",
        "integration_user_lacks_role": "imports_solution",
        "integration_user_has_no_role": "imports_solution",
        "tables_not_readable": "imports_solution",
    }

    def check(self, draft: AssistedSetupDraft, *, now: datetime) -> None:
        self._check_address(draft)
        self._check_layers(draft)
        if draft.publishes_item_availability:
            self._check_chosen("publishes_item_availability", NEEDED_BY_ITEM_AVAILABILITY, draft)
            with self.telling():
                check_item_availability(draft, now=now)
        if draft.enables_sales_order_integration:
            self._check_chosen("enables_sales_order_integration", NEEDED_BY_ORDER_INTEGRATION, draft)
            with self.telling():
                check_order_user(draft, now=now)
        elif draft.auto_create_sales_orders or draft.auto_process_sales_quotes:
            text = _("Orders and quotes are created automatically only while sales order integration is on.")
            self.add_error("enables_sales_order_integration", text)
        if not draft.imports_solution:
            with self.telling():
                check_without_import(draft, now=now)

    def _check_address(self, draft: AssistedSetupDraft) -> None:
        if draft.web_client_url:
            try:
                URLValidator(schemes=["http", "https"])(draft.web_client_url)
            except ValidationError:
                self.add_error("web_client_url", _("Enter a URL that begins with https:// or http://."))

    def _check_layers(self, draft: AssistedSetupDraft) -> None:
        if draft.enables_sales_integration:
            return
        for name in ("enables_sales_order_integration", "publishes_item_availability"):
            if getattr(draft, name):
                text = _("This needs Sales integration: switch that on too, or this off.")
                self.add_error(name, text)

    def _check_chosen(self, field: str, needs: Iterable[OneOf], draft: AssistedSetupDraft) -> None:
        for one_of in lacking(needs, draft.chosen_data):
            text = _("This needs %(needed)s: go back to the data to synchronize and switch that on.")
            self.add_error(field, text % {"needed": labels_text(one_of)})
