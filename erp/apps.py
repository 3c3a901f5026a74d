"""The back office as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErpConfig(AppConfig):
    name = "erp"
    verbose_name = _("Back office")
    default_auto_field = "django.db.models.BigAutoField"
