"""The text of a note, which is HTML to whoever reads it, as a page shows it."""

import re
from html import unescape

from django.utils.html import strip_tags

_END_OF_LINE = re.compile(r"</p\s*>|<br\s*/?>", re.IGNORECASE)


def as_text(notetext: str) -> str:
    """A paragraph becomes a line, tags go, entities become the characters that they stand for."""
    return unescape(strip_tags(_END_OF_LINE.sub("\n", notetext))).strip()
