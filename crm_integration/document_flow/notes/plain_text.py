"""The text of a note of the CRM, which may be written in HTML. Source: SD 7."""

import re
from html import escape, unescape

_END_OF_PARAGRAPH = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)


def plain_text(text: str) -> str:
    """A paragraph becomes a line, tags go, entities become the characters that they stand for."""
    lines = _END_OF_PARAGRAPH.sub("\n", text)
    return unescape(_TAG.sub("", lines)).strip()


def as_html(text: str) -> str:
    """The same text for a note of the CRM, which reads it as HTML."""
    return escape(text, quote=False)
