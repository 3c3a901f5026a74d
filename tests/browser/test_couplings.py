"""A customer is coupled, changed, planned and synchronized; a conflict is provoked and resolved."""

import re

from playwright.sync_api import Page, expect

from tests.browser.sales_tool import SalesTool
from tests.browser.site import Site

CUSTOMERS = "/admin/erp/customer/"


def open_card(site: Site, page: Page, name: str) -> None:
    page.goto(f"{site.url}{CUSTOMERS}?q={name}")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator(".submit-row")).to_be_visible()


def change_on_the_card(site: Site, page: Page, name: str, **values: str) -> None:
    open_card(site, page, name)
    for field, value in values.items():
        page.fill(f"#id_{field}", value)
    page.get_by_role("button", name="Save", exact=True).click()


def on_the_job(site: Site, page: Page, code: str, action: str) -> None:
    page.goto(f"{site.url}/admin/job-queue-entries/{code}/")
    page.get_by_role("button", name=action).click()
    expect(page.locator(".messagelist")).to_be_visible()


def reload_until(page: Page, text: str) -> None:
    """The work goes on in the background: the page is read again until it says so."""
    for _attempt in range(60):
        if text in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{text!r} never came on {page.url}")


def reload_until_phone_is(page: Page, number: str) -> None:
    phone = page.locator("#id_phone_no")
    for _attempt in range(60):
        if phone.input_value() == number:
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(phone).to_have_value(number)


def create_customer(site: Site, page: Page, name: str, **values: str) -> None:
    page.goto(f"{site.url}{CUSTOMERS}add/")
    for field, value in {"name": name, **values}.items():
        page.fill(f"#id_{field}", value)
    page.get_by_role("button", name="Save", exact=True).click()
    open_card(site, page, name)


def test_a_customer_is_coupled_changed_and_synchronized_with_its_plan(site: Site, admin_page: Page) -> None:
    page = admin_page
    create_customer(site, page, "Lighthouse Bakery", phone_no="+47 555 00 001", city="Bergen")
    page.get_by_role("link", name="Set Up Coupling").first.click()
    expect(page.get_by_role("heading", name="1 Choose the account")).to_be_visible()
    page.get_by_role("button", name="Create New").click()
    reload_until(page, "Coupled")
    on_the_job(site, page, "CUSTOMER", "Hold")
    change_on_the_card(site, page, "Lighthouse Bakery", phone_no="+47 555 00 002")
    open_card(site, page, "Lighthouse Bakery")
    page.get_by_role("link", name="Synchronize Now").first.click()
    expect(page.get_by_role("heading", name="Synchronize Now")).to_be_visible()
    expect(page.locator(".plan-of-merge").first).to_be_visible()
    page.get_by_role("button", name="Synchronize customer").click()
    expect(page.locator(".messagelist")).to_contain_text("The synchronization has been scheduled.")
    page.get_by_role("link", name="Details").click()
    expect(page.locator("#job-live .status").first).to_have_text("Finished")
    on_the_job(site, page, "CUSTOMER", "Resume")


def test_the_plan_follows_the_choice_of_whose_data_to_keep(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}{CUSTOMERS}?coupled=coupled")
    page.locator(".action-select").nth(0).check()
    page.locator(".action-select").nth(1).check()
    page.locator(".actions button", has_text="Synchronize Now").click()
    expect(page.locator(".page-head")).to_contain_text("2 customers selected")
    page.get_by_role("radio", name=re.compile("^Send")).check()
    expect(page.locator(".plan-of-to_integration_table").first).to_be_visible()
    expect(page.locator(".plan-of-merge").first).to_be_hidden()
    shown = page.locator("section.plan-of-to_integration_table")
    expect(shown.locator(".equal-row").first).to_be_hidden()
    shown.get_by_role("checkbox").check()
    expect(shown.locator(".equal-row").first).to_be_visible()


def test_a_conflict_is_provoked_shown_and_resolved(site: Site, admin_page: Page) -> None:
    page = admin_page
    create_customer(site, page, "Signal Hill Optics", phone_no="+47 555 00 011")
    page.get_by_role("link", name="Set Up Coupling").first.click()
    page.get_by_role("button", name="Create New").click()
    reload_until(page, "Coupled")
    on_the_job(site, page, "CUSTOMER", "Hold")
    SalesTool(site, page).change_account("Signal Hill Optics", telephone1="+47 555 00 013")
    change_on_the_card(site, page, "Signal Hill Optics", phone_no="+47 555 00 012")
    on_the_job(site, page, "CUSTOMER", "Run Now")
    open_card(site, page, "Signal Hill Optics")
    reload_until(page, "Conflict with Dynamics 365 Sales")
    expect(page.locator(".field-note")).to_contain_text("+47 555 00 013")
    page.get_by_role("link", name="Resolve conflict").first.click()
    page.get_by_role("button", name="Save and synchronize").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a value for: Phone No.")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("radio", name="Dynamics 365 Sales").check()
    page.get_by_role("button", name="Save and synchronize").click()
    expect(page.locator("#id_phone_no")).to_be_visible()
    reload_until_phone_is(page, "+47 555 00 013")
    expect(page.locator(".page-head")).not_to_contain_text("Conflict")
    on_the_job(site, page, "CUSTOMER", "Resume")


def test_chosen_customers_are_asked_about_before_their_couplings_go(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}{CUSTOMERS}?coupled=coupled")
    page.locator(".action-select").nth(2).check()
    page.locator(".actions button", has_text="Delete Coupling").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delete the coupling of")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("main")).to_contain_text("Coupled")


def test_choosing_a_record_opens_the_comparison_and_couples_as_chosen(site: Site, admin_page: Page) -> None:
    page = admin_page
    SalesTool(site, page).create_account("Harbour Lights Optics", telephone1="+1 000")
    create_customer(site, page, "Harbour Lights Optics", phone_no="+47 1")
    page.get_by_role("link", name="Set Up Coupling").first.click()
    expect(page.get_by_role("button", name="Couple", exact=True)).to_have_count(0)
    page.get_by_role("radio", name="Choose Harbour Lights Optics").check()
    expect(page.get_by_role("heading", name="2 Compare")).to_be_in_viewport()
    expect(page.locator("#comparison")).to_contain_text("+1 000")
    expect(page.get_by_role("radio", name="Choose Harbour Lights Optics")).to_be_focused()
    page.get_by_role("radio", name="Use Dynamics 365 Sales").check()
    page.get_by_role("button", name="Couple", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("the synchronization has been scheduled")
    reload_until_phone_is(page, "+1 000")
