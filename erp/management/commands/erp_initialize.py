"""Gives the back office its setup, number series and countries."""

from typing import Any

from django.core.management.base import BaseCommand

from erp.operations.initialize_company import initialize_company


class Command(BaseCommand):
    help = "Creates setup, number series and countries where they are missing. Can be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        initialize_company()
