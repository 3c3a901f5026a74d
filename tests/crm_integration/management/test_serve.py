"""What serves refuses to start rather than start badly."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from crm_integration.environment import BASE_DIR
from crm_integration.management.commands.serve import (
    named,
    only_one_here,
    refuse_certificate,
    refuse_taken_port,
)


def test_a_port_that_is_taken_is_a_sentence_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"PORT={port + 1} make run"):
            refuse_taken_port("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("203.0.113.7", 8000)])
def test_a_place_where_nothing_can_listen_is_a_sentence(host: str, port: int) -> None:
    with pytest.raises(CommandError, match="Nothing can listen"):
        refuse_taken_port(host, port)


def test_a_file_that_holds_no_certificate_is_a_sentence(tmp_path: Path) -> None:
    for file in (tmp_path / "missing.pem", Path(__file__)):
        with pytest.raises(CommandError, match="does not hold a certificate and its key"):
            refuse_certificate(str(file))


def test_one_data_folder_is_served_once() -> None:
    with only_one_here(), pytest.raises(CommandError, match="served already"), only_one_here():
        pass
    with only_one_here():
        pass


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "localhost"),
        ("::1", "localhost"),
        ("erp.example", "erp.example"),
        ("fe80::1", "[fe80::1]"),
    ],
)
def test_the_address_that_is_shown_can_be_typed_into_a_browser(host: str, shown: str) -> None:
    assert named(host) == shown


@pytest.mark.parametrize("module", ["crm_integration.wsgi", "crm_integration.asgi"])
def test_a_web_server_does_not_start_with_the_keys_of_the_source(module: str) -> None:
    given = {name: os.environ[name] for name in ("PATH", "DATA_DIR")}
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        cwd=BASE_DIR,
        env={**given, "ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "UnsafeSettings" in done.stderr
    assert "prepare_environment" in done.stderr
