"""Both layers of the connection, switched as an administrator does."""

from django.utils import timezone

from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.disable import disable
from crm_integration.connection.switch_sales_integration import disable_sales_integration


def switch_off() -> CheckResult:
    """The upper one first; returns what the CRM said to the lower one."""
    disable_sales_integration(now=timezone.now())
    return disable()
