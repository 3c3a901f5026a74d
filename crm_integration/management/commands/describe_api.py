"""``describe_api``: writes the description of the REST API, or says whether the written one is right."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm_integration.environment import BASE_DIR
from erp.rest_api.openapi.document import openapi_text

FILE = Path("docs") / "openapi-erp.yaml"


class Command(BaseCommand):
    help = f"Writes the OpenAPI description of the REST API to {FILE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only fails where the file is out of date")

    def handle(self, *, check: bool, **options: Any) -> None:
        path, text = BASE_DIR / FILE, openapi_text()
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{FILE} is out of date. Run manage.py describe_api.")
