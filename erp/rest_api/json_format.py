"""JSON as the API reads and writes it: numbers are exact on their way in, UTF-8 on their way out."""

import json
from decimal import Decimal
from typing import IO, Any, Final, NoReturn

from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

LARGEST_BODY: Final = 4_000_000


class JsonObjectParser(BaseParser):  # type: ignore[misc]
    """Reads one JSON object; a number with a point becomes a Decimal."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        text = stream.read(LARGEST_BODY + 1)
        if len(text) > LARGEST_BODY:
            raise RequestDataTooBig(f"The body must not have more than {LARGEST_BODY} bytes.")
        try:
            body = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError, ArithmeticError) as error:
            raise ParseError("The body is not JSON.") from error
        if not isinstance(body, dict):
            raise ParseError("The body must be a JSON object.")
        return body


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number.")


class JsonRenderer(BaseRenderer):  # type: ignore[misc]
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else json.dumps(data, ensure_ascii=False).encode()
