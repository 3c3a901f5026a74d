"""Every text of the interface can be translated."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_files import PACKAGES, ROOT, calls, place, python_files, tree

TEMPLATES = sorted(
    path
    for folder in ("templates", *PACKAGES)
    for path in (ROOT / folder).rglob("*.html")
    if "node_modules" not in path.parts
)
TRANSLATED = re.compile(r"{%\s*blocktrans.*?{%\s*endblocktrans(late)?\s*%}", re.DOTALL)
NOT_SHOWN = re.compile(
    r"{%\s*block (?:bodyclass|coltype)\s*%}.*?{%\s*endblock.*?%}"
    r"|{#.*?#}|{%\s*comment.*?{%\s*endcomment\s*%}|<!--.*?-->|<(script|style|svg)\b.*?</\1>|<!doctype[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(
    r"""\s(?:title|alt|placeholder|aria-label|aria-description|label)\s*=\s*(["'])(.*?)\1""", re.DOTALL
)
HTML_TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Names that are the same in every language.
NAMES = re.compile(r"&\w+;|\bAlt\+\w+|\b(?:OAuth|OData|REST|API|URL|HTTP|JSON|CSV|ID)\b")

PYTHON_FOLDERS = (
    "erp/models",
    "erp/admin",
    "crm/models",
    "crm/admin",
    "crm_integration/models",
    "crm_integration/admin",
    "crm_integration/actions",
)
SHOWN_KEYWORDS = {
    "verbose_name",
    "verbose_name_plural",
    "help_text",
    "label",
    "caption",
    "short_description",
    "empty_label",
}
SHOWN_NAMES = SHOWN_KEYWORDS | {"site_header", "site_title", "index_title"}


def _bare_words(text: str) -> Iterator[str]:
    text = NOT_SHOWN.sub(" ", TRANSLATED.sub(" ", text))
    text = TAGS.sub(" ", text)
    shown = [match[2] for match in SHOWN_ATTRIBUTE.finditer(text)]
    for part in [*shown, HTML_TAG.sub("\n", text)]:
        for line in part.splitlines():
            if WORD.search(NAMES.sub("", line)):
                yield line.strip()


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(WORD.search(node.value))


def _untranslated(path: Path) -> Iterator[str]:
    module = tree(path)
    for name, call in calls(module):
        first = call.args[0] if call.args and name.startswith("models.") and name.endswith("Field") else None
        given = [keyword.value for keyword in call.keywords if keyword.arg in SHOWN_KEYWORDS]
        if any(_is_text(value) for value in [first, *given]):
            yield place(path, call)
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and _is_text(node.value):
            targets = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if targets & SHOWN_NAMES:
                yield place(path, node)


def test_no_template_holds_a_text_that_cannot_be_translated() -> None:
    found = [
        f"{place(path)}: {words}"
        for path in TEMPLATES
        for words in _bare_words(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_caption_in_code_is_a_bare_text() -> None:
    found = [text for path in python_files(*PYTHON_FOLDERS) for text in _untranslated(path)]
    assert found == []


def test_no_page_has_script_or_style_of_its_own() -> None:
    inline = re.compile(
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\b(?:src|type\s*=\s*[\"']application/json))",
        re.I,
    )
    found = [place(path) for path in TEMPLATES if inline.search(path.read_text(encoding="utf-8"))]
    assert found == []
