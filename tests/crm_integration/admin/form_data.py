"""What a browser would post back: all controls of the forms on a page."""

from html.parser import HTMLParser
from typing import Any

SENT = ("submit", "button")


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select, self._first = "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "select":
            self._select, self._first = given.get("name", ""), ""
        elif tag == "option" and self._select:
            self._option(given)
        elif tag == "input" and "name" in given and "disabled" not in given:
            self._input(given)

    def _option(self, given: dict[str, str]) -> None:
        if "selected" in given or self._select not in self.values:
            self.values[self._select] = [given.get("value", "")]

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in SENT or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        default = "on" if kind == "checkbox" else ""
        self.values.setdefault(given["name"], []).append(given.get("value", default))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def posted_back(response: Any, **changed: str | None) -> dict[str, list[str] | str]:
    """The values of a page as it shows them, some changed, some (None) left out."""
    controls = _Controls()
    controls.feed(response.content.decode())
    values: dict[str, Any] = {
        name: given for name, given in controls.values.items() if name != "csrfmiddlewaretoken"
    }
    for name, value in changed.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return values
