"""JSON as the API reads and writes it: numbers keep their digits both ways, texts go out as UTF-8."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
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
        # Half of a surrogate pair, which only a refusal repeats, goes out as the escape that it came as.
        return b"" if data is None else json_text(data).encode("utf-8", "backslashreplace")


def json_text(value: Any) -> str:
    """JSON in which a Decimal is a number with its own digits, which the library would write as a float."""
    write = _WRITERS.get(type(value), _of_other_type)
    return write(value)


def _of_other_type(value: Any) -> str:
    if isinstance(value, Mapping):
        return _object(value)
    return json.dumps(value, ensure_ascii=False)


def _object(members: Mapping[str, Any]) -> str:
    parts = [f"{encode_basestring(name)}:{json_text(value)}" for name, value in members.items()]
    return "{" + ",".join(parts) + "}"


def _array(values: list[Any]) -> str:
    return "[" + ",".join([json_text(value) for value in values]) + "]"


def _decimal(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"{number} is no number of JSON.")
    return f"{number:f}"


_WRITERS: Final[dict[type, Callable[[Any], str]]] = {
    str: encode_basestring,
    int: str,
    bool: lambda is_so: "true" if is_so else "false",
    Decimal: _decimal,
    dict: _object,
    list: _array,
}
