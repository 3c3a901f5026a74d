"""How log records leave the process: one line each, as text or JSON, with secrets hidden."""

import json
import logging
import re
from datetime import UTC, datetime

HIDDEN = "[hidden]"
NAMES = (
    r"client_secret|access_token|refresh_token|id_token|secret_key|password|passwd|access_key"
    r"|web_service_key|api_key|authorization|webhook_secret|cookie|sessionid|csrftoken"
)
PATTERNS = (
    # Bearer … wherever it stands; Basic is a common word and counts in a header only
    (re.compile(r"\b(Bearer)\s+[\w.~+/=-]{16,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(r"""(authorization["']?\s*[=:]\s*["']?)(?:Bearer|Basic)\s+[^\s"']+""", re.IGNORECASE),
        rf"\1{HIDDEN}",
    ),
    # name=value, name: value, "name": "value"
    (
        re.compile(
            rf"""(["']?\b\w*(?:{NAMES})\b["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}}]+)""",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    # the password in a database or Redis URL
    (re.compile(r"(\w+://[^\s:/@]*):[^\s@/]+@"), rf"\1:{HIDDEN}@"),
)


def hide_secrets(text: str) -> str:
    """Returns a text without what looks like a password, key or token."""
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class HideSecrets(logging.Filter):
    """Rewrites each record's message; a traceback is rewritten too."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hide_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = hide_secrets(record.exc_text)
        return True


class JsonLines(logging.Formatter):
    """One JSON object per line: time (UTC), level, logger, message, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)
