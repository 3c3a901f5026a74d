"""``describe_api``: writes the descriptions of both REST APIs, or says whether the written ones are right."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.urls import resolve, reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from crm_integration.environment import BASE_DIR
from erp.rest_api.openapi.document import DescribedApi, openapi_document, openapi_text

# Each file, and the route that gives out the same.
FILES: Final = {
    Path("docs") / "openapi-erp.yaml": "api_openapi_yaml",
    Path("docs") / "openapi-integration.yaml": "crm_api_openapi_yaml",
}


class Command(BaseCommand):
    help = f"Writes the OpenAPI descriptions of the REST APIs: {', '.join(map(str, FILES))}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only fails where a file is out of date")

    def handle(self, *, check: bool, **options: Any) -> None:
        """Fails for a description that OpenAPI does not allow, too."""
        for file, route in FILES.items():
            api = _api(route)
            path, text = BASE_DIR / file, openapi_text(api)
            validate_schema(openapi_document(api))
            if not check:
                path.write_text(text, encoding="utf-8")
            elif not path.is_file() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{file} is out of date. Run manage.py describe_api.")
        if GENERATOR_STATS:
            GENERATOR_STATS.emit_summary()
            raise CommandError("The descriptions leave something out.")


def _api(route: str) -> DescribedApi:
    view: Any = resolve(reverse(route)).func
    found: DescribedApi = view.cls.api
    return found
