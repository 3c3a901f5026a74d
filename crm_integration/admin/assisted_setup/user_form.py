"""The step that shows as whom we shall work in the CRM."""

from datetime import datetime

from crm_integration.admin.assisted_setup.forms import StepForm
from crm_integration.connection.assisted_setup.integration_user import IntegrationUser, find_integration_user
from crm_integration.models import AssistedSetupDraft


class UserForm(StepForm):
    """Asks nothing: what is wrong with the user is mended in the CRM."""

    found: IntegrationUser | None = None

    def check(self, draft: AssistedSetupDraft, *, now: datetime) -> None:
        with self.telling():
            self.found = find_integration_user(draft, now=now)
