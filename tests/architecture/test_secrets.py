"""No secret and no path of somebody's machine is in the repository."""

import re
import subprocess

from tests.architecture.source_files import ROOT

SUSPECT = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."),
    "cloud access key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "home folder": re.compile(r"(?<![\w.])/(?:home|root|Users)/\w"),
    "machine path": re.compile(r"(?<![\w.])/(?:work|tmp/w)/\w"),
}
TEXT_FILES = (
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".js",
    ".json",
    ".csv",
    ".sh",
    ".yaml",
    ".yml",
    ".po",
)


def _tracked_text_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.splitlines() if name.endswith(TEXT_FILES) or "." not in name]


def test_the_repository_holds_no_secret_and_no_machine_path() -> None:
    found = []
    for name in _tracked_text_files():
        path = ROOT / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found += [f"{name}: {what}" for what, pattern in SUSPECT.items() if pattern.search(text)]
    assert found == []


def test_secrets_and_data_stay_out_of_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "var/", ".venv"} <= set(ignored)
