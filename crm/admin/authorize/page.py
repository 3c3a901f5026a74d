"""``/{tenant}/oauth2/v2.0/authorize``: somebody signs in, or says no."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from crm.admin.authorize.asked import ReplyAddress, reply_address, what_is_asked
from crm.admin.authorize.reply import may_lead_to, reply, reply_refused
from crm.admin.sign_in_form import SignInForm
from crm.admin.site import site
from crm.business_rules.caller import crm_user_named
from crm.business_rules.sign_in.directory import known_tenant, tenant_id
from crm.business_rules.sign_in.grants import Asked, grant_code
from crm.business_rules.sign_in.identity import client_info
from crm.business_rules.sign_in.refusal import SignInRefused
from crm.models import SystemUser


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest, tenant: str) -> HttpResponse:
    """What is wrong with the request is told the application as soon as it is known where to, else here."""
    given = request.GET.dict()
    try:
        known_tenant(tenant)
        address = reply_address(given)
    except SignInRefused as refusal:
        context = {**site.each_context(request), "title": _("Sign in"), "refusal": refusal}
        return render(request, "crm/authorize_refused.html", context, status=refusal.status)
    try:
        asked = what_is_asked(given, address, host=request.get_host())
    except SignInRefused as refusal:
        return reply_refused(request, address, refusal)
    return _ask(request, address, asked) if request.method == "GET" else _decide(request, address, asked)


def _decide(request: HttpRequest, address: ReplyAddress, asked: Asked) -> HttpResponse:
    if "cancel" in request.POST:
        refusal = SignInRefused("access_denied", 65004, "The person declined.")
        return reply_refused(request, address, refusal)
    if "continue" in request.POST:
        user = _signed_in(request)
        return _granted(request, address, asked, user) if user else _ask(request, address, asked)
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        return _ask(request, address, asked, form)
    user = crm_user_named(form.get_user().get_username())
    return _granted(request, address, asked, user) if user else _ask(request, address, asked, form)


def _granted(request: HttpRequest, address: ReplyAddress, asked: Asked, user: SystemUser) -> HttpResponse:
    values = {"code": grant_code(asked, user=user, now=timezone.now())}
    directory = tenant_id()
    if request.GET.get("client_info") == "1" and directory is not None:
        values["client_info"] = client_info(user, tenant=directory)
    return reply(request, address, values)


def _signed_in(request: HttpRequest) -> SystemUser | None:
    """Who is at work on the pages with this browser, unless the application wants the password again."""
    wants_password = "login" in request.GET.get("prompt", "").split() or "max_age" in request.GET
    if wants_password or not request.user.is_active:
        return None
    return crm_user_named(request.user.get_username())


def _ask(
    request: HttpRequest, address: ReplyAddress, asked: Asked, form: SignInForm | None = None
) -> HttpResponse:
    hint = request.GET.get("login_hint", "")
    others = {**request.GET.dict(), "prompt": "login"}
    context = {
        **site.each_context(request),
        "title": _("Sign in"),
        "application": asked.application,
        "form": form or SignInForm(request, initial={"username": hint}),
        "signed_in": None if form else _signed_in(request),
        "somebody_else": f"{request.path}?{urlencode(others)}",
    }
    return may_lead_to(address, request, render(request, "crm/authorize.html", context))
