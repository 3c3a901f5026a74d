"""Where the reading of a filter stands: the words, the place among them, and what was used of the limits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from odata.errors import ODataError, bad_query
from odata.filter_tokens import Token, misunderstood, tokenize

Result = TypeVar("Result")


@dataclass(frozen=True)
class FilterLimits:
    """Bounds that keep a filter's cost small, whatever it says.

    ``case_functions``: whether ``tolower`` and ``toupper`` are understood, which Dataverse does not.
    """

    length: int = 16_384
    terms: int = 500
    depth: int = 50
    case_functions: bool = False


DEFAULT_LIMITS: Final = FilterLimits()


class FilterCursor:
    """Gives out the words one after the other. Raises ODataError where another word was needed."""

    def __init__(self, text: str, limits: FilterLimits) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.place = 0
        self._limits = limits
        self._terms = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def followed_by(self, mark: str) -> bool:
        return self.tokens[min(self.place + 1, len(self.tokens) - 1)].text == mark

    def take(self) -> Token:
        token = self.token
        self.place += token.kind != "end"
        return token

    def at(self, text: str) -> bool:
        return self.token.kind in ("mark", "name") and self.token.text.lower() == text

    def skip(self, text: str) -> bool:
        found = self.at(text)
        self.place += found
        return found

    def expect(self, text: str) -> None:
        if not self.skip(text):
            raise self.lost()

    def lost(self) -> ODataError:
        return misunderstood(self.text, self.token.place)

    def count(self, terms: int = 1) -> None:
        self._terms += terms
        if self._terms > self._limits.terms:
            raise bad_query(f"The filter has more than {self._limits.terms} terms.")

    def deeper(self, read: Callable[[], Result]) -> Result:
        """Reads something nested."""
        self._depth += 1
        if self._depth > self._limits.depth:
            raise bad_query(f"The filter is nested more than {self._limits.depth} deep.")
        result = read()
        self._depth -= 1
        return result
