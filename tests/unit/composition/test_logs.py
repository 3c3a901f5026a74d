"""Secrets do not reach the log."""

import json
import logging
import sys

import pytest

from crm_integration.logs import HideSecrets, JsonLines, hide_secrets

KEEP_OUT = "s3cr3t-Value.123456"


@pytest.mark.parametrize(
    "line",
    [
        f"Authorization: Bearer {KEEP_OUT}",
        f"authorization: Basic {KEEP_OUT}",
        f"POST grant_type=client_credentials&client_secret={KEEP_OUT}&scope=x",
        f'{{"access_token": "{KEEP_OUT}", "expires_in": 3600}}',
        f"{{'client_secret': '{KEEP_OUT}'}}",
        f"connecting to postgres://erp:{KEEP_OUT}@db.example/erp",
        f"SECRET_KEY={KEEP_OUT}",
        f"DEMO_PASSWORD = {KEEP_OUT}",
        f"odata_web_service_key: {KEEP_OUT}",
    ],
)
def test_a_secret_is_hidden_wherever_it_stands_in_a_line(line: str) -> None:
    assert KEEP_OUT not in hide_secrets(line)


@pytest.mark.parametrize(
    "line",
    [
        "GET /api/data/v9.2/accounts?$filter=name eq 'Basic Supplies'",
        "Customer 10000: e_mail is not valid",
        "https://contoso.example/api/data/v9.2/accounts(1234)",
    ],
)
def test_an_ordinary_line_stays_as_it_is(line: str) -> None:
    assert hide_secrets(line) == line


def _record(*, with_error: bool = False) -> logging.LogRecord:
    error = None
    if with_error:
        try:
            raise ValueError(f"client_secret={KEEP_OUT}")
        except ValueError:
            error = sys.exc_info()
    return logging.LogRecord("crm", logging.ERROR, __file__, 1, "password=%s", (KEEP_OUT,), error)


def test_arguments_and_tracebacks_are_hidden_too() -> None:
    record = _record(with_error=True)
    HideSecrets().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert "ValueError" in line
    assert KEEP_OUT not in line


def test_json_lines_can_be_read_by_a_log_collector() -> None:
    record = _record()
    HideSecrets().filter(record)
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "crm", "password=[hidden]")
    assert line["time"].endswith("+00:00")
