"""Sends an administrator to the CRM's own sign-in, and takes what the browser brings back, once."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_integration.admin.performing import crm_sentence
from crm_integration.connection.sign_in.begin import begin_sign_in
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.connection.sign_in.pending import pending_of
from crm_integration.dataverse.credentials import Credentials, FederatedAccount, WindowsUser, credentials_of
from crm_integration.dataverse.environment import authority_url, is_embedded
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from erp.admin.site import site

SIGNED_IN = "admin:administrator_signed_in"
KEPT = "administrator_sign_in"


def lead_to_sign_in(
    request: HttpRequest, *, purpose: str, back: str, setup: ConnectionSetup | None = None, about: str = ""
) -> HttpResponse:
    """Begins a sign-in where the connection leads, or ``setup``, saved or not, would lead; the one that this
    session began before counts no more. ``about``: what was chosen before it.

    Another host is reached by a page that leads on: forms may end at our own host only.
    """
    try:
        begun = begin_sign_in(
            setup=setup or ConnectionSetup.get(),
            purpose=purpose,
            redirect_uri=redirect_uri(request),
            own_address=_own_address(request),
            now=timezone.now(),
            about=about,
        )
    except DataverseError as error:
        messages.error(request, crm_sentence(error))
        return HttpResponseRedirect(back)
    request.session[KEPT] = begun.pending.as_data()
    if not begun.url:
        return _ask_for_password(request, setup or ConnectionSetup.get(), begun.pending.state, back)
    if begun.url.startswith(f"{_own_address(request)}/"):
        return HttpResponseRedirect(begun.url)
    return site.page(
        request,
        "crm_integration/lead_to_sign_in.html",
        title=_("Sign in as administrator"),
        url=begun.url,
        host=urlsplit(begun.url).netloc,
        back=back,
    )


def _ask_for_password(request: HttpRequest, setup: ConnectionSetup, state: str, back: str) -> HttpResponse:
    """Windows users have no sign-in page of their own: ours passes user and password on, once."""
    return site.page(
        request,
        "crm_integration/sign_in_windows_user.html",
        title=_("Sign in as administrator"),
        form_page=True,
        host=urlsplit(setup.environment_url).netloc,
        state=state,
        back=back,
    )


def taken_sign_in(request: HttpRequest) -> SignInAnswer:
    """What was remembered is forgotten before anything is done with it: it is good for one answer.

    An answer that was not asked for leaves a sign-in that is under way alone.
    """
    pending = pending_of(request.session.get(KEPT))
    given = request.POST.dict() if request.method == "POST" else request.GET.dict()
    if request.method != "POST":
        given.pop("password", None)  # it would stay in the histories of browser and server
    if pending is None or given.get("state") == pending.state:
        request.session.pop(KEPT, None)
        request.session.save()
    return SignInAnswer(pending, given)


def redirect_uri(request: HttpRequest) -> str:
    """Where the CRM sends the browser back to; an application must be registered with it."""
    return request.build_absolute_uri(reverse(SIGNED_IN))


def sign_in_facts(request: HttpRequest, setup: ConnectionSetup) -> dict[str, Any]:
    """What a page with the button says of the sign-in; nothing where the connection is not set up so far."""
    try:
        credentials = credentials_of(setup)
    except DataverseError:
        return {"can_sign_in": False}
    if not setup.environment_url:
        return {"can_sign_in": False}
    return {
        "can_sign_in": True,
        "sign_in_host": urlsplit(_authority_of(request, setup, credentials)).netloc,
        "sign_in_application": getattr(credentials, "client_id", ""),
        "redirect_uri": redirect_uri(request),
    }


def _authority_of(request: HttpRequest, setup: ConnectionSetup, credentials: Credentials) -> str:
    if isinstance(credentials, FederatedAccount):
        return credentials.authority
    if isinstance(credentials, WindowsUser):
        return setup.environment_url
    host = _own_address(request) if is_embedded(setup.environment_url) else setup.environment_url
    return authority_url(environment_url=host, tenant=credentials.tenant)


def _own_address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
