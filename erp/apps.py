"""The back office as a Django app; after a migration its roles are there."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ErpConfig(AppConfig):
    name = "erp"
    verbose_name = _("Back office")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The permissions that roles need exist when it is the turn of contenttypes: auth comes before it.
        post_migrate.connect(_create_roles, sender=installed.get_app_config("contenttypes"))


def _create_roles(using: str, apps: Any = installed, **_kwargs: Any) -> None:
    if using == "default" and "group" in apps.all_models["auth"]:
        from erp.admin.roles import create_roles

        create_roles()
