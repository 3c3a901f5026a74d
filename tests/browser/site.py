"""An installation as somebody with a browser meets it."""

from playwright.sync_api import Page

from tests.installation import Installation


class Site(Installation):
    def sign_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.url}/admin/login/")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", self.password)
        page.click("[type=submit]")
        page.wait_for_url(lambda url: "/login/" not in url)
