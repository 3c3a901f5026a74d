"""The base of the commands that work on the databases: before they are migrated it says so."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connections
from django.db.migrations.executor import MigrationExecutor


class DatabaseCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError):
            if is_any_migration_missing():
                raise CommandError("Run migrate_all first.") from None
            raise


def is_any_migration_missing() -> bool:
    """Whether a database is not of the shape that this version expects."""
    for connection in connections.all():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return True
    return False
