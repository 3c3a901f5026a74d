"""What stands in the parentheses of a URL: named arguments, and their literals as JSON values."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from odata.errors import ODataError, bad_query
from odata.numbers import exact_number

_QUOTED: Final = re.compile(r"'((?:[^']|'')*)'", re.DOTALL)
_ENUM: Final = re.compile(r"[A-Za-z_][\w.]{0,200}'([\w, ]{0,200})'", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?\d{1,30}\.\d{1,30}", re.ASCII)
_WORDS: Final[Mapping[str, Any]] = {"null": None, "true": True, "false": False}
_PLAIN: Final = re.compile(r"[\w.:+-]{1,100}", re.ASCII)


def split_arguments(text: str) -> list[tuple[str, str]]:
    """``a=1,b=@p`` as pairs; commas in quotes, brackets and braces separate nothing. Raises ODataError."""
    pairs = []
    for item in _parts(text):
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise bad_query("What stands in parentheses must be written as name=value.")
        pairs.append((name.strip(), value.strip()))
    return pairs


def _parts(text: str) -> list[str]:
    parts, start, depth, quote = [], 0, 0, ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[{(":
            depth += 1
        elif character in "]})":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]] if text.strip() else []


def literal_value(text: str, kind: str) -> Any:
    """The JSON value of a literal for a parameter of that type. Raises ODataError."""
    if text in _WORDS:
        return _WORDS[text]
    quoted, enum = _QUOTED.fullmatch(text), _ENUM.fullmatch(text)
    if quoted:
        return quoted[1].replace("''", "'")
    if enum:
        return enum[1]
    if text.startswith(("[", "{")):
        return _json(text)
    if kind == "Edm.String" or not _PLAIN.fullmatch(text):
        raise _not_a_literal(text)
    return _number(text)


def _number(text: str) -> Any:
    """The number; what is none stays text: a GUID, a date."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if not _NUMBER.fullmatch(text):
        return text
    try:
        return exact_number(text)
    except ValueError as error:
        raise _not_a_literal(text) from error


def _json(text: str) -> Any:
    """JSON whose strings may stand in single quotes."""
    try:
        if '"' not in text:
            text = _QUOTED.sub(lambda match: json.dumps(match[1].replace("''", "'")), text)
        return json.loads(text, parse_float=exact_number)
    except (ValueError, RecursionError) as error:
        raise _not_a_literal(text) from error


def _not_a_literal(text: str) -> ODataError:
    shown = text[:60].encode("ascii", "backslashreplace").decode()
    return bad_query(f"'{shown}' is not a literal that a parameter can have.")
