"""A CRM in a process of its own: the guide refuses what is wrong with it, and leads to both sides in step.

The back office and its CRM begin empty for the module; the last test connects them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guide import (
    ACCOUNT,
    GUIDE,
    ITEM,
    MAKE_ACCOUNT,
    MAKE_CRM_USERS,
    MAKE_ITEM,
    STEPS,
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
from tests.installation import free_port

Registration = dict[str, str]


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    """Kim administers it; sam sells, to one account."""
    folder, statements = tmp_path_factory.mktemp("crm"), (MAKE_CRM_USERS, MAKE_ACCOUNT)
    started = first_day(folder, migrated, people=("kim", "sam"), statements=statements, SERVE="crm")
    started.start("--no-worker")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    """It has one item."""
    folder = tmp_path_factory.mktemp("erp")
    started = first_day(folder, migrated, statements=(MAKE_ITEM,), SERVE="erp")
    started.start()
    yield started
    started.stop()


def registered(crm: Site, name: str, *roles: str) -> Registration:
    lines = crm.command("crm_register_application", name, *roles).splitlines()
    given = dict(line.split(": ", 1) for line in lines if ": " in line)
    return {field: given[field.replace("_", " ")] for field in ("tenant", "client_id", "client_secret")}


@pytest.fixture(scope="module")
def application(crm: Site) -> Registration:
    return registered(crm, "Back office", "--no-role")


def enter_environment(page: Page, erp: Site, url: str, application: Registration) -> None:
    """Whether or not somebody entered another one before."""
    page.goto(f"{erp.url}{GUIDE}environment/?replace=secret")
    page.fill("input[name=environment_url]", url)
    for name, value in application.items():
        page.fill(f"input[name={name}]", value)
    press_next(page)


def enter_everything(page: Page, erp: Site, crm: Site, application: Registration) -> None:
    enter_environment(page, erp, crm.url, application)
    expect(step_of(page)).to_have_text(STEPS[0])
    next_to(page, *STEPS[1:])


def sign_in_at_the_crm(page: Page, crm: Site, user: str) -> None:
    page.get_by_role("button", name="Sign in as administrator and finish").click()
    expect(page).to_have_url(re.compile(re.escape(f"{crm.url}/")))
    enter_password(page, crm, user)


def enter_password(page: Page, crm: Site, user: str) -> None:
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", crm.password)
    page.get_by_role("button", name="Sign in", exact=True).click(timeout=WAIT)
    expect(page.locator("input[name=password]")).to_have_count(0, timeout=WAIT)


def test_a_wrong_url_is_refused_where_it_is_entered(erp: Site, application: Registration, page: Page) -> None:
    erp.sign_in(page, "kim")
    for url, sentence in {
        "contoso": "The environment URL is not a valid URL. Enter https:// and the host name",
        f"http://localhost:{free_port()}": "Dynamics 365 Sales cannot be reached. Check the environment URL",
        erp.url: "The sign-in service did not give an access token. Check the environment URL",
    }.items():
        enter_environment(page, erp, url, application)
        expect_refusal(page, step="Environment", sentence=sentence)
    expect(page.get_by_role("button", name="Use the embedded CRM")).to_have_count(0)


def test_a_wrong_secret_is_refused_and_asked_for_again(
    erp: Site, crm: Site, application: Registration, page: Page
) -> None:
    erp.sign_in(page, "kim")
    enter_environment(page, erp, crm.url, {**application, "client_secret": "its ID instead"})
    sentence = "Check that the client secret is the value of a secret that has not expired, not its ID"
    expect_refusal(page, step="Environment", sentence=sentence)
    expect(page.locator("input[name=client_secret]")).to_have_value("")
    page.fill("input[name=client_secret]", application["client_secret"])
    next_to(page, "Administrator sign-in")


def test_an_administrator_is_refused_as_integration_user(erp: Site, crm: Site, page: Page) -> None:
    erp.sign_in(page, "kim")
    mighty = registered(crm, "Mighty back office", "--role", "System Administrator")
    enter_environment(page, erp, crm.url, mighty)
    expect(step_of(page)).to_have_text("Administrator sign-in")
    press_next(page)
    sentence = "The integration user must not have it: register an application with a role of its own"
    expect_refusal(page, step="Integration user", sentence=sentence)
    press_next(page)
    expect_refusal(page, step="Integration user", sentence=sentence)


def test_a_missing_role_is_refused_before_and_after_the_sign_in(
    erp: Site, crm: Site, application: Registration, page: Page
) -> None:
    """The integration user's, where nothing shall be imported that brings it; then the administrator's."""
    erp.sign_in(page, "kim")
    enter_environment(page, erp, crm.url, application)
    expect(step_of(page)).to_have_text(STEPS[0])
    next_to(page, *STEPS[1:4])
    page.uncheck("input[name=imports_solution]")
    press_next(page)
    sentence = "Give the user the security role Dynamics 365 Business Central Integration User"
    expect_refusal(page, step="Advanced", sentence=sentence)
    page.check("input[name=imports_solution]")
    next_to(page, "Summary")
    sign_in_at_the_crm(page, crm, "sam")
    said = page.locator(".messagelist")
    expect(said).to_contain_text("Missing: System Administrator, System Customizer.", timeout=WAIT)
    expect(step_of(page)).to_have_text("Summary")


def test_the_guide_sets_up_a_crm_of_another_process(
    erp: Site, crm: Site, application: Registration, page: Page
) -> None:
    erp.sign_in(page, "kim")
    enter_everything(page, erp, crm, application)
    expect(page.locator("main")).to_contain_text(f"The connection to {crm.url} is tested and switched on.")
    sign_in_at_the_crm(page, crm, "kim")
    expect_both_sides_in_step(page, erp)
    expect_record(page, f"{erp.url}/admin/erp/customer/", ACCOUNT)
    # The sign-in was for the deployment alone: the CRM's own pages ask for it again.
    page.goto(f"{crm.url}/sales/")
    enter_password(page, crm, "kim")
    expect_record(page, f"{crm.url}/sales/crm/product/", ITEM)
