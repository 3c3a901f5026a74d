"""Makes the words of a ``$filter`` from its text; mends what the library's lexer gets wrong.

The library reads ``nullable`` as ``null`` + ``able`` and ``not(`` as a function, and wants a comma in
a list of one.
"""

# The library's metaclass gives the class body its decorator ``_`` and takes the method names as token names.
# mypy: disable-error-code="name-defined,untyped-decorator"
# ruff: noqa: F821, N802

from collections.abc import Iterator
from typing import Any

from odata_query import ast
from odata_query.grammar import ODataLexer


class FilterLexer(ODataLexer):
    """Keywords end where the word ends."""

    tokens = ODataLexer.tokens
    literals = ODataLexer.literals
    reflags = ODataLexer.reflags

    @_(r"null\b")
    def NULL(self, token: Any) -> Any:
        token.value = ast.Null()
        return token

    @_(r"(?:true|false)\b")
    def BOOLEAN(self, token: Any) -> Any:
        token.value = ast.Boolean(token.value)
        return token

    @_(r"any\b")
    def ANY(self, token: Any) -> Any:
        token.value = ast.Any()
        return token

    @_(r"all\b")
    def ALL(self, token: Any) -> Any:
        token.value = ast.All()
        return token

    @_(r"not(?:\s+|(?=\())")
    def NOT(self, token: Any) -> Any:
        token.value = ast.Not()
        return token

    @_(r"\s+in\s*(?=\()")
    def IN(self, token: Any) -> Any:
        token.value = ast.In()
        return token


def tokenize(text: str) -> Iterator[Any]:
    """The tokens of a filter, with the comma that the grammar wants in ``x in ('a')``."""
    in_list = False
    comma_seen = False
    for token in FilterLexer().tokenize(text):
        if token.type == "IN":
            in_list, comma_seen = True, False
        elif in_list and token.type == ",":
            comma_seen = True
        elif in_list and token.type == ")":
            if not comma_seen:
                yield _comma_before(token)
            in_list = False
        yield token


def _comma_before(token: Any) -> Any:
    comma = type(token)()
    comma.type, comma.value = ",", ","
    comma.lineno, comma.index = token.lineno, token.index
    return comma
