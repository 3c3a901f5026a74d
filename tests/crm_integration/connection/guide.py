"""Somebody at the assisted setup: a browser that presses its buttons."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from re import findall, sub
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.admin.form_data import posted_back

GUIDE = "/admin/assisted-setup/"
STEPS = ("environment", "administrator-sign-in", "integration-user", "data", "advanced", "summary")
REVIEW = "/admin/full-synch-review/"


@dataclass
class Guide:
    """Signed in as an administrator of the back office, who is nobody in the CRM so far."""

    browser: Client

    def open(self, step: str = "") -> Any:
        return self.browser.get(f"{GUIDE}{step}/" if step else GUIDE, follow=True)

    def press(self, step: str, button: str = "_next", **changed: str | list[str] | None) -> Any:
        """Posts what the step shows, some of it changed, and follows to where that leads."""
        values = posted_back(self.browser.get(f"{GUIDE}{step}/"), **changed)  # type: ignore[arg-type]
        return self.browser.post(f"{GUIDE}{step}/", {**values, button: "1"}, follow=True)

    def take_embedded(self) -> None:
        """The first three steps, with the embedded CRM."""
        self.press("environment", "_embedded")
        self.press("administrator-sign-in")
        self.press("integration-user")

    def finish(self, **changed: str | None) -> Any:
        """Signs in at the CRM as oneself and comes back."""
        values = posted_back(self.browser.get(f"{GUIDE}summary/"), **changed)
        asked = self.browser.post(f"{GUIDE}summary/", {**values, "_next": "1"})
        back = self.browser.post(asked["Location"], {"continue": "1"})
        return self.browser.get(back["Location"], follow=True)


def guide(name: str = "kim") -> Guide:
    """The browser names this machine by a name that the CRM accepts without registration."""
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    return Guide(browser)


def place_of(answer: Any) -> str:
    """The step, or the page, that an answer shows."""
    return str(answer.request["PATH_INFO"]).removeprefix(GUIDE).strip("/")


def problems_of(answer: Any) -> list[str]:
    """What a step says must be mended."""
    return list(_texts(answer))


def _texts(answer: Any) -> Iterator[str]:
    notice = r'(?s)<div class="notice error" role="alert".*?</div></div>'
    for text in findall(r"(?s)<p>(.*?)</p>", "".join(findall(notice, answer.content.decode()))):
        yield " ".join(unescape(sub(r"<[^>]*>", "", text)).split())
