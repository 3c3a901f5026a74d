"""From two systems in which nobody did anything, by the guide alone, to a finished full synchronization."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guide import (
    CUSTOMER,
    GUIDE,
    MAKE_CUSTOMER,
    WAIT,
    expect_both_sides_in_step,
    expect_record,
    expect_refusal,
    first_day,
    next_to,
    press_next,
    step_of,
)
from tests.browser.site import Site


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    """The back office has one customer."""
    started = first_day(tmp_path_factory.mktemp("empty"), migrated, statements=(MAKE_CUSTOMER,))
    started.start()
    yield started
    started.stop()


def choose_the_embedded_crm(page: Page) -> None:
    """After finding out what is needed otherwise."""
    press_next(page)
    expect_refusal(page, step="Environment", sentence="Enter the URL of the environment.")
    page.get_by_role("button", name="Use the embedded CRM").click()
    expect(step_of(page)).to_have_text("Administrator sign-in")


def choose_the_data(page: Page) -> None:
    """Something is left out that is needed, and one button puts it back."""
    page.uncheck("#id_salespeople")
    press_next(page)
    expect_refusal(page, step="Data to synchronize", sentence="Customers and accounts need Salespeople")
    page.get_by_role("button", name="Switch on what is needed and go on").click()
    expect(step_of(page)).to_have_text("Advanced")


def go_back_and_come_back_later(page: Page, guide: str) -> None:
    """What was chosen is there again."""
    page.check("input[name=enables_sales_order_integration]")
    page.get_by_role("button", name="Back").click()
    expect(step_of(page)).to_have_text("Data to synchronize")
    page.goto(guide)
    expect(step_of(page)).to_have_text("Advanced")
    expect(page.locator("input[name=enables_sales_order_integration]")).to_be_checked()


def test_the_guide_leads_from_nothing_to_two_sides_in_step(empty: Site, page: Page) -> None:
    empty.sign_in(page, "kim")
    page.get_by_role("link", name="Connection").filter(has_text="Not set up").click()
    expect(step_of(page)).to_have_text("Environment")
    choose_the_embedded_crm(page)
    next_to(page, "Integration user", "Data to synchronize")
    choose_the_data(page)
    go_back_and_come_back_later(page, empty.url + GUIDE)
    next_to(page, "Summary")
    expect(page.locator("main")).to_contain_text("Sales order integration is switched on.")
    page.get_by_role("button", name="Sign in as administrator and finish").click()
    expect(page).to_have_url(re.compile("/oauth2/v2.0/authorize\\?"))
    # The answer comes when the solution is deployed and the connection is on.
    page.get_by_role("button", name=re.compile("Continue as")).click(timeout=WAIT)
    expect_both_sides_in_step(page, empty)
    expect_record(page, f"{empty.url}/admin/crm/account/", CUSTOMER)
    expect_record(page, f"{empty.url}/sales/crm/account/", CUSTOMER)
    page.goto(empty.url + GUIDE)
    expect(page.locator("main")).to_contain_text("The connection to http://embedded.localhost is on.")
