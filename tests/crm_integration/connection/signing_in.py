"""An administrator at a browser: from the page with the button to the CRM's sign-in and back."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.contrib.auth.models import Group, User
from django.test import Client

from crm.business_rules.registration import register_user
from erp.admin.roles import ADMINISTRATOR

SETUP = "/admin/connection-setup/"
REDEPLOY, ENABLE, SIGNED_IN = f"{SETUP}solution/", f"{SETUP}enable/", f"{SETUP}signed-in/"
ROLES = ("System Administrator", "System Customizer")


@dataclass
class Administrator:
    """Signed in here; in the CRM the same person, with the given security roles."""

    browser: Client

    def begin(self, page: str = REDEPLOY, **values: str) -> str:
        """The address that the button leads to."""
        answer = self.browser.post(page, values)
        assert answer.status_code == 302, answer.content
        return str(answer["Location"])

    def agree(self, address: str) -> str:
        """The address to which the CRM sends the browser back."""
        return str(self.browser.post(address, {"continue": "1"})["Location"])

    def decline(self, address: str) -> str:
        return str(self.browser.post(address, {"cancel": "1"})["Location"])

    def come_back(self, address: str) -> Any:
        return self.browser.get(address, follow=True)

    def redeploy(self) -> Any:
        """The page after everything went well, or not."""
        return self.come_back(self.agree(self.begin()))


def administrator(roles: tuple[str, ...] = ROLES, *, name: str = "kim") -> Administrator:
    """The browser names this machine by a name that the CRM accepts without registration."""
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    for role in roles:
        register_user(user_name=name, first_name="Kim", last_name="Moe", role=role)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    return Administrator(browser)


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))
