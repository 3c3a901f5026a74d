"""Pages in Debian's Chromium, served by a running installation with the demo companies in step."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.site import Site

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Chromium runs as root here and must not look for anything outside this machine.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One installation for all pages. A test that changes records takes records that no other test reads."""
    started = Site(tmp_path_factory.mktemp("site"))
    started.start("--demo")
    started.command("full_synch", "--wait")
    yield started
    started.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh profile; a script error or a refusal by the content security policy fails the test."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.extend(_problem(message)))
    yield page
    context.close()
    assert problems == []


def _problem(message: ConsoleMessage) -> list[str]:
    """A page that answers 4xx on purpose is reported by Chromium too; it is the test's own business."""
    if message.type != "error" or "Failed to load resource" in message.text:
        return []
    return [message.text]


@pytest.fixture
def admin_page(site: Site, page: Page) -> Page:
    """A page at the home page, signed in as the administrator."""
    site.sign_in(page, "admin")
    return page
