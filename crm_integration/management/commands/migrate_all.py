"""Brings both databases to the shape that this version expects, and what must be there into them."""

import io
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from erp.admin.roles import create_roles


class Command(BaseCommand):
    help = "Migrates every database, then writes what each product cannot do without. Safe to repeat."
    requires_system_checks = []

    # Each product's own first rows, by the name of its command.
    initializers = ("erp_initialize", "crm_initialize")

    def handle(self, *, verbosity: int, **options: Any) -> None:
        for alias in connections:
            if verbosity > 1:
                self.stdout.write(f"Database {alias}:")
            call_command("migrate", database=alias, interactive=False, verbosity=max(verbosity - 1, 0))
        create_roles()
        for name in self.initializers:
            call_command(name, verbosity=verbosity, stdout=self.stdout if verbosity else io.StringIO())
        if verbosity:
            self.stdout.write("Both databases are up to date.")
