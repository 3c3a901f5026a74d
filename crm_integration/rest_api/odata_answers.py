"""What the web services under ``/ODataV4/`` answer: numbers keep their digits."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse

from erp.rest_api.json_format import json_text
from odata.errors import ODataError, error_body

JSON: Final = "application/json"


def answer(body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    headers = {"OData-Version": "4.0"}
    return HttpResponse(json_text(body), status=status, content_type=JSON, headers=headers)


def error_answer(error: ODataError) -> HttpResponse:
    return answer(error_body(code=error.code, message=error.message), status=error.status)
