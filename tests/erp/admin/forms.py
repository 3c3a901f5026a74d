"""What a browser would post back: the values of a page's form."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects the controls of the form with an id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values: dict[str, str] = {}
        self._select, self._textarea = "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        elif self.inside:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given.get("value", "")
        elif tag == "input" and name and _is_posted(kind, given):
            self.values[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        """A browser leaves out the line break that follows the tag of a textarea."""
        if self._textarea:
            self.values[self._textarea] += data if self.values[self._textarea] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "form":
            self.inside = False


def _is_posted(kind: str, given: dict[str, str]) -> bool:
    return kind not in ("submit", "button") and (kind not in ("checkbox", "radio") or "checked" in given)


def form_values(response: Any, form_id: str, **changed: str) -> dict[str, str]:
    """The values of a form as the page shows them, with some changed."""
    fields = _Fields(form_id)
    fields.feed(response.content.decode())
    fields.values.pop("csrfmiddlewaretoken", None)
    return {**fields.values, **changed}
