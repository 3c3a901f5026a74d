"""The full synchronization is watched while it runs; a mapping is edited wrong and right."""

from playwright.sync_api import Page, expect

from tests.browser.site import Site

MAPPING = "/admin/integration-table-mappings/CONTACT/"


def test_the_full_synchronization_is_watched_without_reloading(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}/admin/full-synch-review/")
    page.locator("#review-start").click()
    expect(page.locator(".messagelist")).to_contain_text("runs in the background")
    page.evaluate("window.neverReloaded = true")
    expect(page.locator("#review-live")).to_have_attribute("data-poll-url", "/admin/full-synch-review/live/")
    expect(page.locator("#review-live:not([data-poll-url])")).to_be_visible(timeout=60_000)
    expect(page.locator("#review-start")).to_be_enabled()
    assert page.evaluate("window.neverReloaded")
    page.get_by_role("link", name="SALESPEOPLE", exact=True).click()
    expect(page.get_by_role("heading", name="SALESPEOPLE")).to_be_visible()


def test_a_wrong_edit_of_a_mapping_is_refused_and_a_right_one_saved(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(site.url + MAPPING)
    new = page.locator("select[name$='-erp_field']:not([disabled])").last
    row = page.locator("tr", has=new)
    new.select_option("name_2")
    row.locator("select[name$='-crm_column']").select_option("parentcustomerid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Name 2: a field of type text cannot be mapped to a column of type Customer."
    )
    expect(page.get_by_role("alert")).to_be_focused()
    row.locator("select[name$='-crm_column']").select_option("nickname")
    row.locator("select[name$='-transformation']").select_option("UPPERCASE")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("The mapping CONTACT was saved.")
    expect(page.locator("#differences")).to_contain_text("no such row")
    page.get_by_role("link", name="Use Default Synchronization Setup").click()
    expect(page.locator("main")).to_contain_text("1 added field row is removed.")
    page.get_by_role("button", name="Use default setup").click()
    expect(page.locator("#differences")).to_have_count(0)


def test_the_connection_is_tested_from_its_page(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}/admin/connection-setup/")
    page.get_by_role("button", name="Test Connection").click()
    expect(page.locator(".messagelist")).to_contain_text("The connection test was successful.")
    expect(page.locator(".factboxes .checks li").nth(3)).to_be_visible()


def test_sales_integration_is_switched_off_and_on_from_the_setup(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}/admin/connection-setup/")
    page.get_by_role("link", name="Disable the Dataverse connection").click()
    page.get_by_role("link", name="Disable Sales integration first").click()
    expect(page.locator("main")).to_contain_text("integration table mappings rest")
    page.get_by_role("button", name="Disable Sales integration").click()
    expect(page.locator(".messagelist")).to_contain_text("Sales integration is off.")
    page.goto(f"{site.url}/admin/integration-table-mappings/")
    expect(page.get_by_role("row", name="ITEM-PRODUCT")).to_contain_text("Sales integration is off")
    page.goto(f"{site.url}/admin/connection-setup/")
    page.get_by_role("link", name="Enable Sales integration").click()
    page.get_by_role("button", name="Enable Sales integration").click()
    expect(page.locator(".messagelist")).to_contain_text("Sales integration is on")


def test_the_pages_of_the_integration_fit_into_a_narrow_window(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.set_viewport_size({"width": 420, "height": 900})
    for path in (
        "/admin/connection-setup/",
        "/admin/connection-setup/disable-sales/",
        "/admin/connection-setup/use-default-setup/",
        "/admin/connection-setup/reset-web-client-url/",
        "/admin/connection-setup/item-availability/stop/",
        "/admin/integration-table-mappings/",
        MAPPING,
        "/admin/job-queue-entries/",
        "/admin/full-synch-review/",
        "/admin/coupled-data-synchronization-errors/",
        "/admin/crm_integration/synchjob/",
        "/admin/crm/account/",
        "/admin/couplings/CUSTOMER/match/",
    ):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
