"""Somebody at the assisted setup in a browser, on the first day of two systems."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site

GUIDE = "/admin/assisted-setup/"
REVIEW = "/admin/full-synch-review/"
STEPS = ("Administrator sign-in", "Integration user", "Data to synchronize", "Advanced", "Summary")
# How long a deployment or a full synchronization may take on a busy machine.
WAIT = 120_000

CUSTOMER, ITEM, ACCOUNT = "Alfreds Futterkiste", "Chai", "Blauer See Delikatessen"
INITIALIZE = "from erp.operations.initialize_company import initialize_company; initialize_company();"
MAKE_CUSTOMER = (
    f"{INITIALIZE} from erp.demo.factories import CustomerFactory; CustomerFactory.create(name='{CUSTOMER}');"
)
MAKE_ITEM = (
    f"{INITIALIZE} from erp.demo.factories import ItemFactory, UnitOfMeasureFactory;"
    "UnitOfMeasureFactory.create(code='BOX');"
    f"ItemFactory.create(description='{ITEM}', base_unit_of_measure='BOX');"
)
MAKE_CRM_USERS = (
    "from django.core.management import call_command;"
    "call_command('crm_appoint_administrator', 'kim');"
    "call_command('crm_register_user', 'sam', licensed=True, email='sam@example.com');"
)
MAKE_ACCOUNT = (
    "from crm.demo.factories import AccountFactory; from crm.models import SystemUser;"
    f"AccountFactory.create(name='{ACCOUNT}', ownerid=SystemUser.objects.get(domainname='sam'));"
)
MAKE_PERSON = (
    "from django.contrib.auth.models import User;"
    "User.objects.create_superuser('{name}', password='{password}');"
)


def first_day(
    folder: Path,
    migrated: Path,
    *,
    people: Sequence[str] = ("kim",),
    statements: Sequence[str] = (),
    **settings: str,
) -> Site:
    """Nothing is there but people who can sign in, and what the statements make."""
    made = Site(folder, **settings)
    made.begin_with(migrated)
    made.command("prepare_environment")
    make_people = "".join(MAKE_PERSON.format(name=name, password=made.password) for name in people)
    made.command("shell", "--no-imports", "-c", make_people + "".join(statements))
    return made


def step_of(page: Page) -> Locator:
    return page.locator("[aria-current=step]")


def press_next(page: Page) -> None:
    page.get_by_role("button", name="Next").click()


def next_to(page: Page, *steps: str) -> None:
    for step in steps:
        press_next(page)
        expect(step_of(page)).to_have_text(step)


def expect_refusal(page: Page, *, step: str, sentence: str) -> None:
    """It is said where the reader is, and nothing has gone on."""
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(step_of(page)).to_have_text(step)


def expect_both_sides_in_step(page: Page, back_office: Site) -> None:
    """The review tells how far the run is until it has ended."""
    expect(page).to_have_url(back_office.url + REVIEW, timeout=WAIT)
    expect(page.locator(".messagelist")).to_contain_text("The connection is set up and on.")
    expect(page.locator("#review-live:not([data-poll-url])")).to_be_visible(timeout=WAIT)
    expect(page.locator("main")).to_contain_text("Both sides are in step")


def expect_record(page: Page, pages: str, name: str) -> None:
    """It is in the list of these pages."""
    page.goto(pages)
    expect(page.locator("#content-main")).to_contain_text(name)
