"""msal and azure-identity obtain tokens, for applications and for people."""

import os
import re
import urllib.parse
from html import unescape

import msal
import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential

URL, TENANT = os.environ["CRM_URL"], os.environ["CRM_TENANT"]
CLIENT_ID, SECRET = os.environ["CRM_CLIENT_ID"], os.environ["CRM_CLIENT_SECRET"]
REDIRECT = "http://localhost:53682"


def who_am_i(token: str) -> dict[str, str]:
    answer = requests.get(
        f"{URL}/api/data/v9.2/WhoAmI", headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    answer.raise_for_status()
    return answer.json()


def test_azure_identity_signs_an_application_in(credential: ClientSecretCredential) -> None:
    assert who_am_i(credential.get_token(f"{URL}/.default").token)["UserId"]


def test_azure_identity_says_why_a_secret_is_refused() -> None:
    wrong = ClientSecretCredential(TENANT, CLIENT_ID, "wrong", authority=URL, disable_instance_discovery=True)
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        wrong.get_token(f"{URL}/.default")


def test_msal_signs_an_application_in() -> None:
    application = msal.ConfidentialClientApplication(
        CLIENT_ID, SECRET, authority=f"{URL}/{TENANT}", instance_discovery=False
    )
    answer = application.acquire_token_for_client([f"{URL}/.default"])
    assert who_am_i(answer["access_token"])["OrganizationId"]


def test_msal_discovers_the_endpoints_as_openid_connect() -> None:
    application = msal.ConfidentialClientApplication(
        CLIENT_ID, SECRET, oidc_authority=f"{URL}/{TENANT}/v2.0", instance_discovery=False
    )
    answer = application.acquire_token_for_client([f"{URL}/.default"])
    assert who_am_i(answer["access_token"])["OrganizationId"]


@pytest.mark.parametrize("response_mode", ["query", "form_post"])
def test_msal_signs_a_person_in_and_stays_signed_in(response_mode: str) -> None:
    application = msal.PublicClientApplication(
        CLIENT_ID, authority=f"{URL}/{TENANT}", instance_discovery=False
    )
    scopes = [f"{URL}/user_impersonation"]
    flow = application.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT, response_mode=response_mode)
    answer = application.acquire_token_by_auth_code_flow(flow, sign_in_at_the_page(flow["auth_uri"]))
    assert answer["id_token_claims"]["name"] == "Karin Berge"
    person = who_am_i(answer["access_token"])["UserId"]
    (account,) = application.get_accounts()
    assert account["username"] == os.environ["CRM_USER"]
    renewed = application.acquire_token_silent(scopes, account, force_refresh=True)
    assert who_am_i(renewed["access_token"])["UserId"] == person


def sign_in_at_the_page(address: str) -> dict[str, str]:
    """What a browser does: opens the page, sends the form, and is led to the application."""
    browser = requests.Session()
    page = browser.get(address, timeout=30)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    form = {
        "csrfmiddlewaretoken": token[1] if token else "",
        "username": os.environ["CRM_USER"],
        "password": os.environ["CRM_PASSWORD"],
    }
    sent = browser.post(address, form, headers={"Referer": address}, allow_redirects=False, timeout=30)
    if "Location" in sent.headers:
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sent.headers["Location"]).query))
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', sent.text)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}
