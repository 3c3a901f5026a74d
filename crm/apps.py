"""The embedded CRM as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("Embedded CRM")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm.outbound import wake

        wake.listen()
