"""The whole description, as an OpenAPI 3.0 document."""

from typing import Any

import yaml

from erp.rest_api.entities import COMPANIES, ENTITIES
from erp.rest_api.openapi.parameters import PARAMETERS
from erp.rest_api.openapi.paths import SENTENCES, paths_of
from erp.rest_api.openapi.schemas import ERROR, reference, schemas_of

IN_COMPANY = "/companies({company_id})/"
DESCRIPTION = (
    "The back office for other software, in the conventions of Business Central's API v2.0. "
    "Blank dates are 0001-01-01, blank ids consist of zeros, blank options are _x0020_."
)


def openapi_document() -> dict[str, Any]:
    schemas = {"error": ERROR}
    paths = dict(paths_of(COMPANIES, "/"))
    for entity in (COMPANIES, *ENTITIES):
        schemas |= schemas_of(entity)
    for entity in ENTITIES:
        paths |= dict(paths_of(entity, IN_COMPANY))
    return {
        "openapi": "3.0.3",
        "info": {"title": "Back office REST API", "version": "v2.0", "description": DESCRIPTION},
        "servers": [{"url": "/api/v2.0"}],
        "security": [{"token": []}],
        "tags": [{"name": entity.name} for entity in (COMPANIES, *ENTITIES)],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "parameters": PARAMETERS,
            "responses": {str(code): _refusal(sentence) for code, sentence in SENTENCES.items()},
            "schemas": schemas,
        },
    }


def openapi_text() -> str:
    """The document in YAML, the same for the same declarations."""
    return yaml.dump(openapi_document(), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes what stands in several places in each of them, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _refusal(sentence: str) -> dict[str, Any]:
    return {"description": sentence, "content": {"application/json": {"schema": reference("error")}}}
