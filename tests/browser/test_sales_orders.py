"""An order processor enters an order, ships and invoices it, and registers the payment."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import Site


def test_an_order_is_entered_posted_and_paid(site: Site, page: Page) -> None:
    site.sign_in(page, "processor")
    page.goto(f"{site.url}/admin/erp/salesorder/add/")
    page.fill("[name=sell_to_customer]", "10003")
    number = page.locator("[name=lines-0-no]")
    number.press_sequentially("200")
    expect(page.locator("#id_lines-0-no-matches option").first).to_have_attribute("value", "2001")
    number.fill("2007")
    page.fill("[name=lines-0-quantity]", "3")
    page.get_by_role("button", name="Add another Line").click()
    page.select_option("[name=lines-1-type]", "comment")
    expect(page.locator("[name=lines-1-quantity]")).to_be_hidden()
    page.fill("[name=lines-1-description]", "Leave at the door")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[name=lines-0-description]")).not_to_have_value("")

    # Enter saves; it does not press what stands first in the toolbar.
    page.locator("[name=lines-0-quantity]").fill("4")
    page.locator("[name=lines-0-quantity]").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("is saved")
    expect(page.get_by_role("button", name="Release")).to_be_visible()
    page.get_by_role("button", name="Release").click()
    expect(page.locator(".page-head .status")).to_have_text("Released")
    expect(page.locator("[name=lines-0-no]")).to_have_count(0)

    page.locator("[name=lines-0-qty_to_ship]").fill("1")
    page.locator("[name=lines-0-qty_to_invoice]").fill("0")
    page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_text("Ship", exact=True).click()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator(".page-head .status")).to_have_text("Partly shipped")
    page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page).to_have_url(re.compile("/salesinvoiceheader/"))

    page.get_by_role("link", name="Register Payment").click()
    page.locator("input[name=entry]").last.check()
    page.fill("[name=document_no]", "BANK-1")
    page.get_by_role("button", name="Post payment").click()
    expect(page.locator(".messagelist")).to_contain_text("Payment BANK-1 is posted.")
