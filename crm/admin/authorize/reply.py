"""Sends the answer of the sign-in page to the application, in the way that it wants."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from crm.admin.authorize.asked import ReplyAddress
from crm.admin.site import site
from crm.business_rules.sign_in.redirect_uris import origin_of
from crm.business_rules.sign_in.refusal import SignInRefused


def reply(request: HttpRequest, address: ReplyAddress, values: Mapping[str, str]) -> HttpResponse:
    """Redirects with the values, or posts them by a form that sends itself."""
    stated = {} if address.state is None else {"state": address.state}
    given = {**values, **stated}
    if address.response_mode == "form_post":
        context = {**site.each_context(request), "address": address, "values": given}
        return may_lead_to(address, request, render(request, "crm/form_post.html", context))
    mark = "#" if address.response_mode == "fragment" else "&" if "?" in address.redirect_uri else "?"
    return _Redirect(f"{address.redirect_uri}{mark}{urlencode(given)}")


def reply_refused(request: HttpRequest, address: ReplyAddress, refusal: SignInRefused) -> HttpResponse:
    return reply(request, address, {"error": refusal.error, "error_description": refusal.description})


def may_lead_to(address: ReplyAddress, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Forms on this page may end at the application; browsers ask so of redirects after a form, too."""
    allowed = {"form-action": [origin_of(address.redirect_uri)]}
    return csp_update(allowed)(lambda _: response)(request)  # type: ignore[return-value]


class _Redirect(HttpResponseRedirect):
    """Also to a scheme of the application's own, which was registered."""

    def __init__(self, redirect_to: str) -> None:
        self.allowed_schemes = [urlsplit(redirect_to).scheme]
        super().__init__(redirect_to)
