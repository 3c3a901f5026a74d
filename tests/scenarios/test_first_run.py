"""Somebody starts the product on a fresh machine, and again the next day."""

import re
import subprocess
from collections.abc import Iterator
from html import unescape

import pytest
import requests

from crm_integration.environment import BASE_DIR
from tests.installation import Installation, own_databases

# Both tests use the one installation that was started.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("first run")]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with own_databases() as settings:
        yield Installation(tmp_path_factory.mktemp("first-run"), **settings)


@pytest.fixture(scope="module")
def served(installation: Installation) -> Iterator[str]:
    yield installation.start("--demo")
    assert installation.stop() == 0


def test_the_demo_comes_into_step_without_a_question(installation: Installation, served: str) -> None:
    assert f"Ready: {installation.url}/" in served
    assert "Users: admin, processor, viewer" in served
    assert "Salespeople at /sales/: " in served
    assert installation.password not in served
    assert requests.get(f"{installation.url}/healthz", timeout=30).json() == {"status": "ok"}
    sign_in = requests.get(f"{installation.url}/admin/", timeout=30).url
    assert sign_in.startswith(f"{installation.url}/admin/login/")
    # Attaches to the run that goes on; ends with 0 only if every line finished without a failed record.
    installation.command("full_synch", "--wait")
    assert not installation.log()

    assert installation.stop() == 0
    again = installation.start("--demo")
    assert "Ready:" in again
    assert "loaded" not in again
    assert "Password:" not in again


def token_of(installation: Installation, user: str) -> str:
    """Somebody signs in, opens *API tokens* and makes one."""
    with requests.Session() as browser:
        browser.headers["Referer"] = installation.url

        def sends(path: str, **given: str) -> str:
            page = browser.get(installation.url + path, timeout=30).text
            secret = unescape(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1])
            form = {"csrfmiddlewaretoken": secret, **given}
            return browser.post(installation.url + path, form, timeout=30).text

        sends("/admin/login/", username=user, password=installation.password)
        (token,) = re.findall(
            r'<code id="new-token">([^<]+)</code>', sends("/admin/api-tokens/", name="curl")
        )
        return str(token)


def test_a_script_that_knows_only_curl_goes_from_a_customer_to_a_paid_invoice(
    installation: Installation, served: str
) -> None:
    printed = installation.command("crm_register_application", "Sales tool")
    credentials = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
    settings = {
        "BACK_OFFICE": installation.url,
        "API_TOKEN": token_of(installation, "processor"),
        "CRM_TENANT": credentials["tenant"],
        "CRM_CLIENT_ID": credentials["client id"],
        "CRM_CLIENT_SECRET": credentials["client secret"],
    }
    done = subprocess.run(
        ["sh", "docs/lead-to-cash.sh"],
        cwd=BASE_DIR,
        env={"PATH": installation.environment["PATH"], **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.findall(r"(?m)^Invoice in the CRM +(.+)$", done.stdout)
    assert told == ["Billed", "Paid, Complete"]
    assert re.search(r"Posted invoice +PI\d+, Paid, 0 to be paid", done.stdout)
