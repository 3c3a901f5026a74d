"""The documentation of the REST APIs, from files of this server; what is tried there is done."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site


def operation(page: Page, tag: str, name: str) -> Locator:
    """An operation, opened to be tried."""
    page.locator(f"#operations-tag-{tag}").click()
    found = page.locator(f"#operations-{tag}-{name}")
    found.locator(".opblock-summary-control").click()
    found.get_by_role("button", name="Try it out").click()
    return found


def executed(found: Locator) -> Locator:
    """The row of the answer that came."""
    found.get_by_role("button", name="Execute").click()
    return found.locator(".live-responses-table .response")


def give_token(page: Page, token: str, *, instead: bool = False) -> None:
    page.locator(".schemes").get_by_role("button").click()
    dialog = page.locator(".dialog-ux")
    if instead:
        dialog.get_by_role("button", name="Remove authorization").click()
    dialog.get_by_role("textbox").fill(token)
    dialog.get_by_role("button", name="Apply credentials").click()
    dialog.locator(".btn-done").click()


def test_the_api_is_tried_by_the_session_and_by_a_token(site: Site, admin_page: Page) -> None:
    page, outside = admin_page, []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(f"{site.url}/admin/api-tokens/")
    page.get_by_label("Name").fill("Documentation")
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("#new-token").inner_text()
    page.get_by_role("link", name="API documentation").click()
    answer = executed(operation(page, "companies", "listCompanies"))
    expect(answer).to_contain_text("200")
    company = re.search(r'"id": "([0-9a-f-]{36})"', answer.inner_text())
    assert company is not None

    made = operation(page, "paymentTerms", "createPaymentTerm")
    made.get_by_placeholder("company_id").fill(company[1])
    expect(executed(made)).to_contain_text("201")

    listed = page.locator("#operations-companies-listCompanies")
    give_token(page, "no-token")
    expect(executed(listed)).to_contain_text("401")
    give_token(page, token, instead=True)
    expect(executed(listed)).to_contain_text("200")
    assert [url for url in outside if not url.startswith((site.url, "data:"))] == []


def test_the_integration_is_documented_beside_the_back_office(site: Site, admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{site.url}/admin/api-documentation/")
    page.get_by_role("link", name="Integration", exact=True).click()
    expect(page.locator("#operations-tag-couplings")).to_be_visible()
    expect(executed(operation(page, "couplings", "listCouplings"))).to_contain_text("200")
