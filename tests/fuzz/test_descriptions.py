"""Nothing that the descriptions allow, and little that they do not, makes an API fail or say the unsaid."""

from typing import Any, Final

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crm_integration.rest_api.integration_api import INTEGRATION_API
from erp.rest_api.erp_api import ERP_API
from erp.rest_api.openapi.document import DescribedApi, openapi_document
from tests.fuzz.conftest import taken_back
from tests.fuzz.known import Known
from tests.fuzz.sensible import made_sensible

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CONFIG: Final = {
    "phases": {"coverage": {"enabled": False}, "stateful": {"enabled": False}},
    "generation": {"database": "none"},
}
AT_LENGTH: Final = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def described(api: DescribedApi) -> Any:
    """The API answers in this process; nothing reaches the network."""
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_dict(openapi_document(api), config=config)
    schema.app = WSGIHandler()
    return schema


ERP: Final = described(ERP_API)
INTEGRATION: Final = described(INTEGRATION_API)


@ERP.parametrize()
@AT_LENGTH
def test_the_back_office_answers_as_it_is_described(case: Any, known: Known) -> None:
    answered_as_described(case, known)


@INTEGRATION.parametrize()
@AT_LENGTH
def test_the_integration_answers_as_it_is_described(case: Any, known: Known) -> None:
    answered_as_described(case, known)


def answered_as_described(case: Any, known: Known) -> None:
    made_sensible(case, known)
    with taken_back():
        case.call_and_validate(headers=known.headers, checks=CHECKS)
