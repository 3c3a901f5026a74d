"""An administrator maps a column that was made in the CRM at run time: tried, saved, synchronized."""

import re

from playwright.sync_api import Page, expect

from tests.browser.sales_tool import SalesTool
from tests.browser.site import Site
from tests.browser.test_couplings import create_customer, open_card, reload_until

CUSTOMER = "/admin/integration-table-mappings/CUSTOMER/"
LABEL, COLUMN = "Second Name", "new_secondname"


def couple_by_creating(page: Page) -> None:
    page.get_by_role("link", name="Set Up Coupling").first.click()
    page.get_by_role("button", name="Create New").click()


def new_row(page: Page) -> None:
    """Fills the blank row at the end: a field of the ERP to the column that was just made."""
    page.locator("select[name$='-erp_field']:not([disabled])").last.select_option("name_2")
    page.locator("select[name$='-crm_column']:not([disabled])").last.select_option(COLUMN)
    page.locator("select[name$='-direction']").last.select_option("to_integration_table")


def try_on(page: Page, name: str) -> None:
    page.get_by_label("Number or name").fill(name)
    page.keyboard.press("Enter")


def synchronize(site: Site, page: Page, name: str, *, shown: str) -> None:
    open_card(site, page, name)
    page.get_by_role("link", name="Synchronize Now").first.click()
    expect(page.locator("main")).to_contain_text(shown)
    page.get_by_role("button", name=re.compile("^Synchronize")).click()


def arrives(page: Page, tool: SalesTool, name: str, value: str) -> None:
    for _attempt in range(60):
        if tool.value_of_account(name, COLUMN) == value:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{value!r} never came to {name}")


def look_at_the_default_and_remove_the_row(site: Site, page: Page) -> None:
    page.goto(site.url + CUSTOMER)
    page.get_by_role("link", name="Use Default Synchronization Setup").click()
    expect(page.get_by_role("row", name=re.compile(LABEL))).to_contain_text("no such row")
    page.get_by_role("link", name="Cancel").click()
    row = page.locator("#fields tr", has=page.get_by_role("rowheader", name="Name 2"))
    row.get_by_label("Remove this row").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#fields").get_by_role("rowheader", name="Name 2")).to_have_count(0)


def test_a_column_made_at_run_time_is_mapped_tried_saved_and_synchronized(
    site: Site, admin_page: Page
) -> None:
    page, tool = admin_page, SalesTool(site, admin_page)
    create_customer(site, page, "Night Train Coffee", name_2="Roastery and Bar")
    couple_by_creating(page)
    reload_until(page, "Coupled")
    tool.make_text_column("account", "new_SecondName", LABEL)

    page.goto(site.url + CUSTOMER)
    page.get_by_role("button", name="Read the columns again").click()
    own = page.locator("optgroup[label='Made in this environment'] option", has_text=f"{LABEL} ({COLUMN})")
    expect(own.first).to_be_attached()
    new_row(page)

    try_on(page, "Night Train Coffee")
    trial = page.locator("#try-on-a-record")
    expect(trial).to_contain_text("Would be written: 1 to Dynamics 365 Sales, 0 to Business Central.")
    written = trial.locator("tr.differs")
    expect(written).to_have_count(1)
    expect(written).to_contain_text(re.compile(rf"Name 2 . {LABEL}.*Roastery and Bar", re.DOTALL))
    expect(trial.get_by_role("row", name=re.compile("^Fax No"))).to_contain_text("the same on both sides")
    assert tool.value_of_account("Night Train Coffee", COLUMN) is None

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("The mapping CUSTOMER was saved.")
    expect(page.locator("#differences")).to_contain_text(LABEL)

    synchronize(site, page, "Night Train Coffee", shown="Roastery and Bar")
    arrives(page, tool, "Night Train Coffee", "Roastery and Bar")
    look_at_the_default_and_remove_the_row(site, page)
