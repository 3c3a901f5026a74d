"""From two empty systems and a sign-in, by the guide alone, to a finished full synchronization."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site

CUSTOMER = (
    "from erp.operations.initialize_company import initialize_company; initialize_company();"
    "from erp.demo.factories import CustomerFactory; CustomerFactory.create(name='Alfreds Futterkiste')"
)
WAIT = 120_000


def first_day(folder: Path, **settings: str) -> Site:
    """Nothing is there but somebody who can sign in."""
    made = Site(folder, **settings)
    made.environment = {**made.environment, "DJANGO_SUPERUSER_PASSWORD": made.password}
    made.command("prepare_environment")
    made.command("migrate_all")
    made.command("createsuperuser", "--noinput", "--username", "kim", "--email", "kim@example.com")
    return made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The back office has one customer."""
    started = first_day(tmp_path_factory.mktemp("empty"))
    started.command("shell", "--no-imports", "-c", CUSTOMER)
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = first_day(tmp_path_factory.mktemp("crm"), SERVE="crm")
    started.command("crm_appoint_administrator", "kim")
    started.start("--no-worker")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = first_day(tmp_path_factory.mktemp("erp"), SERVE="erp")
    started.start("--no-worker")
    yield started
    started.stop()


def next_to(page: Page, step: str) -> None:
    page.get_by_role("button", name="Next").click()
    expect(step_of(page)).to_have_text(step)


def step_of(page: Page) -> Locator:
    return page.locator("[aria-current=step]")


def choose_the_embedded_crm(page: Page) -> None:
    """After finding out what is needed otherwise."""
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the URL of the environment.")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("button", name="Use the embedded CRM").click()
    expect(step_of(page)).to_have_text("Administrator sign-in")


def choose_the_data(page: Page) -> None:
    """Something is left out that is needed, and one button puts it back."""
    page.uncheck("#id_salespeople")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_contain_text("Customers and accounts need Salespeople")
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
    guide = f"{empty.url}/admin/assisted-setup/"
    empty.sign_in(page, "kim")
    page.get_by_role("link", name="Connection").filter(has_text="Not set up").click()
    expect(step_of(page)).to_have_text("Environment")
    choose_the_embedded_crm(page)
    next_to(page, "Integration user")
    next_to(page, "Data to synchronize")
    choose_the_data(page)
    go_back_and_come_back_later(page, guide)
    next_to(page, "Summary")
    expect(page.locator("main")).to_contain_text("Sales order integration is switched on.")

    page.get_by_role("button", name="Sign in as administrator and finish").click()
    expect(page).to_have_url(re.compile("/oauth2/v2.0/authorize\\?"))
    # The answer comes when the solution is deployed and the connection is on.
    page.get_by_role("button", name=re.compile("Continue as")).click(timeout=WAIT)
    expect(page).to_have_url(f"{empty.url}/admin/full-synch-review/", timeout=WAIT)
    expect(page.locator(".messagelist")).to_contain_text("The connection is set up and on.")
    expect(page.locator("main")).to_contain_text("Both sides are in step", timeout=WAIT)
    page.goto(f"{empty.url}/admin/crm/account/")
    expect(page.locator("#content-main")).to_contain_text("Alfreds Futterkiste")
    page.goto(guide)
    expect(page.locator("main")).to_contain_text("The connection to http://embedded.localhost is on.")


def test_the_guide_sets_up_a_crm_of_another_process(erp: Site, crm: Site, page: Page) -> None:
    lines = crm.command("crm_register_application", "Back office", "--no-role").splitlines()
    given = dict(line.split(": ", 1) for line in lines if ": " in line)
    erp.sign_in(page, "kim")
    page.goto(f"{erp.url}/admin/assisted-setup/")
    expect(page.get_by_role("button", name="Use the embedded CRM")).to_have_count(0)
    page.fill("input[name=environment_url]", crm.url)
    for name in ("tenant", "client_id", "client_secret"):
        page.fill(f"input[name={name}]", given[name.replace("_", " ")])
    for step in ("Administrator sign-in", "Integration user", "Data to synchronize", "Advanced", "Summary"):
        next_to(page, step)
    page.get_by_role("button", name="Sign in as administrator and finish").click()
    expect(page).to_have_url(re.compile(re.escape(f"{crm.url}/")))
    page.fill("input[name=username]", "kim")
    page.fill("input[name=password]", crm.password)
    page.get_by_role("button", name="Sign in", exact=True).click(timeout=WAIT)
    expect(page).to_have_url(f"{erp.url}/admin/full-synch-review/", timeout=WAIT)
    expect(page.locator(".messagelist")).to_contain_text("The connection is set up and on.")
