"""Keeps the embedded CRM's tables in their own database; nothing joins across."""

from typing import Any

CRM = "crm"


class DatabaseRouter:
    """The app ``crm`` lives on the alias ``crm``; everything else on ``default``."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return CRM if model._meta.app_label == CRM else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        return (obj1._meta.app_label == CRM) == (obj2._meta.app_label == CRM)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == CRM) == (db == CRM)
