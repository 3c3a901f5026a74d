"""The integration as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmIntegrationConfig(AppConfig):
    name = "crm_integration"
    verbose_name = _("Integration")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm_integration.jobs.dispatcher import connect_dispatcher
        from crm_integration.jobs.settle_memory import connect_settling
        from crm_integration.listeners import (
            connect_chores,
            connect_failed_documents,
            connect_listeners,
            connect_order_steps,
            connect_write_in_product,
        )

        connect_listeners()
        connect_order_steps()
        connect_chores()
        connect_failed_documents()
        connect_write_in_product()
        connect_dispatcher()
        connect_settling()
