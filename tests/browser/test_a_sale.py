"""A salesperson sells: a quote with lines, its order, and what people say about it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.site import Site


def sign_in_as_salesperson(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/sales/")
    page.fill("input[name=username]", "karin.berge")
    page.fill("input[name=password]", site.password)
    page.click("[type=submit]")
    page.wait_for_url(f"{site.url}/sales/")


def choose(page: Page, field: str, text: str) -> None:
    """Types into a field that looks records up, and takes the first that it offers."""
    page.locator(f"[name='{field}'] + .select2-container").click()
    page.locator("input.select2-search__field:focus").fill(text)
    option = page.locator(".select2-results__option[role=option]", has_text=text).first
    option.click()


def test_a_quote_becomes_an_order_that_is_submitted(site: Site, page: Page) -> None:
    sign_in_as_salesperson(site, page)
    page.goto(f"{site.url}/sales/crm/quote/add/")
    page.fill("input[name=name]", "Reception area")
    choose(page, "company", "Werkstatt")
    choose(page, "pricelevelid", "Prices in EUR")
    page.get_by_role("button", name="Add another Quote Line").click()
    choose(page, "quotedetail-0-productid", "Oak desk")
    choose(page, "quotedetail-0-uomid", "PCS")
    page.fill("input[name=quotedetail-0-quantity]", "2")
    page.click("[name=_continue]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reception area")
    price = page.locator("input[name=quotedetail-0-priceperunit]").input_value()
    assert float(price) > 0
    total = page.locator("dt", has_text=re.compile("^Total Amount$")).locator("+ dd")
    expect(total).to_have_text(f"{float(price) * 2:,.2f} EUR")

    page.get_by_role("button", name="Activate Quote").click()
    expect(page.get_by_text("is active: it can be won, closed or revised")).to_be_visible()
    expect(page.locator("input[name=name]")).to_have_count(0)

    page.get_by_role("link", name="Create Order").click()
    page.get_by_role("button", name="Create Order").click()
    expect(page.get_by_text("is won; this is its order")).to_be_visible()
    expect(page).to_have_url(re.compile("/sales/crm/salesorder/"))

    page.get_by_role("button", name="Submit Order").click()
    expect(page.get_by_text("is submitted to the back office")).to_be_visible()

    page.get_by_label("Add a post or a note").fill("Delivery by the back door.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("Delivery by the back door.")).to_be_visible()
