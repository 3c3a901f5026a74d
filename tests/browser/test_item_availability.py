"""A salesperson sees on an order line what the back office has in stock, or why that is not known."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.test_a_sale import choose, sign_in_as_salesperson

PUBLISHING = "/admin/connection-setup/item-availability/"


def new_key(site: Site, page: Page) -> str:
    page.goto(f"{site.url}/admin/auth/user/")
    page.get_by_role("link", name="availability", exact=True).click()
    page.get_by_role("link", name="Change Web Service Key").click()
    page.get_by_role("button", name="Change Web Service Key").click()
    return page.locator("#new-key").inner_text()


def publish(site: Site, page: Page, *, url: str) -> str:
    """Returns the former URL."""
    site.sign_in(page, "admin")
    key = new_key(site, page)
    page.goto(site.url + PUBLISHING)
    former = page.locator("input[name=url]").input_value()
    page.fill("input[name=url]", url)
    page.fill("input[name=key]", key)
    page.get_by_role("button", name="Save and publish again").click()
    expect(page.get_by_text("now see the stock of products")).to_be_visible()
    page.context.clear_cookies()
    return former


def new_order_line(site: Site, page: Page, product: str) -> None:
    page.goto(f"{site.url}/sales/crm/salesorder/add/")
    page.get_by_role("button", name="Add another Order Line").click()
    choose(page, "salesorderdetail-0-productid", product)


def test_the_stock_of_a_product_stands_on_the_order_line(site: Site, page: Page) -> None:
    sign_in_as_salesperson(site, page)
    new_order_line(site, page, "Harbour bench")
    expect(page.locator("#salesorderdetail-0 .field-stock")).to_have_text(re.compile(r"^\s*\d+ PCS\s*$"))


def test_a_back_office_that_cannot_be_reached_is_a_plain_sentence(site: Site, page: Page) -> None:
    former = publish(site, page, url="http://localhost:1/ODataV4/ProductItemAvailability")
    sign_in_as_salesperson(site, page)
    new_order_line(site, page, "Harbour bench")
    expect(page.get_by_text("The back office cannot be reached just now")).to_be_visible()
    page.context.clear_cookies()
    publish(site, page, url=former)
