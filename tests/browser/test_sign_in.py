"""Nobody comes in without a password, and whoever comes in arrives at the home page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site


@pytest.mark.parametrize("user", ["admin", "processor", "viewer"])
def test_each_role_signs_in_and_arrives_at_the_home_page(site: Site, page: Page, user: str) -> None:
    site.sign_in(page, user)
    expect(page).to_have_url(f"{site.url}/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_wrong_password_is_answered_by_a_sentence(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/admin/")
    page.fill("input[name=username]", "viewer")
    page.fill("input[name=password]", "a guess")
    page.click("[type=submit]")
    expect(page.get_by_role("alert")).to_be_visible()
