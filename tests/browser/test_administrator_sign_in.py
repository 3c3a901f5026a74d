"""An administrator deploys the integration solution by signing in at the CRM, in one process and in two."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

SETUP = "/admin/connection-setup/"
SIGN_IN = "Sign in as administrator"


def test_the_sign_in_of_one_process_leads_to_the_crm_and_back(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(site.url + SETUP)
    page.locator(".action-bar summary", has_text="Manage").click()
    page.get_by_role("link", name="Redeploy Integration Solution").click()
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page).to_have_url(re.compile("/oauth2/v2.0/authorize\\?"))
    expect(page.locator("main")).to_contain_text("Business Central Integration")
    page.get_by_role("button", name="Continue as Demo Administrator").click()
    expect(page).to_have_url(site.url + SETUP)
    expect(page.locator(".messagelist")).to_contain_text("The integration solution is as it should be.")
    page.reload()
    expect(page.locator(".messagelist")).to_have_count(0)


def test_who_declines_comes_back_to_the_button_with_a_sentence(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}{SETUP}solution/")
    page.get_by_role("button", name=SIGN_IN).click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".messagelist")).to_contain_text("The sign-in was declined. Nothing was changed.")
    expect(page.get_by_role("button", name=SIGN_IN)).to_be_visible()


def test_a_salesperson_may_not_deploy_and_is_told_why(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}{SETUP}solution/")
    page.get_by_role("button", name=SIGN_IN).click()
    page.get_by_role("link", name="Sign in as somebody else").click()
    page.fill("input[name=username]", "karin.berge")
    page.fill("input[name=password]", site.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Missing: System Administrator, System Customizer.")


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = Site(tmp_path_factory.mktemp("crm"), SERVE="crm")
    started.start("--demo", "--no-worker")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    started = Site(tmp_path_factory.mktemp("erp"), SERVE="erp")
    started.start("--demo", "--no-worker")
    yield started
    started.stop()


def test_the_crm_of_another_process_is_deployed_into_and_enabled(erp: Site, crm: Site, page: Page) -> None:
    lines = crm.command("crm_register_application", "Back office", "--no-role").splitlines()
    given = dict(line.split(": ", 1) for line in lines if ": " in line)
    erp.sign_in(page, "admin")
    page.goto(erp.url + SETUP)
    page.fill("input[name=environment_url]", crm.url)
    for name in ("tenant", "client_id", "client_secret"):
        page.fill(f"input[name={name}]", given[name.replace("_", " ")])
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Enable the Dataverse connection").click()
    expect(page.locator("main")).to_contain_text(f"you sign in at {crm.url.removeprefix('http://')}")
    page.get_by_role("button", name="Sign in as administrator and enable").click()
    expect(page).to_have_url(re.compile(re.escape(f"{crm.url}/")))
    page.fill("input[name=username]", "admin")
    page.fill("input[name=password]", crm.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(erp.url + SETUP)
    said = page.locator(".messagelist")
    expect(said).to_contain_text("The connection is on.")
    expect(said).to_contain_text("The table nav_connection was added with its columns.")
    expect(page.locator("main")).to_contain_text("Version 1.0.0.0")
