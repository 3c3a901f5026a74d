"""The tokens with which software reaches the REST API as a user: made, shown once, revoked.

Everybody has a page for their own; whoever may change users has one for each of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import SETUP, Page, extensions
from erp.admin.site import Crumb, site
from erp.admin.web_service_key import KeyForm, user_to_sign_in_as
from erp.models import ApiToken
from erp.operations.create_api_token import create_api_token
from erp.operations.revoke_api_token import revoke_api_token

API: Final = "/api/v2.0/companies"


class TokenForm(KeyForm):
    field_order = ("name", "expires_on")

    name = forms.CharField(
        max_length=100,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Which software has it, such as Web shop"),
    )


def own_api_tokens(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - the site lets nobody else in
    return _tokens_page(request, request.user, title=_("API tokens"), breadcrumbs=[])


def user_api_tokens(request: HttpRequest, user_id: int) -> HttpResponse:
    user = user_to_sign_in_as(request, user_id)
    card = reverse("admin:auth_user_change", args=[user.pk])
    breadcrumbs = [(_("Users and roles"), reverse("admin:auth_user_changelist")), (str(user), card)]
    return _tokens_page(
        request, user, title=_("API tokens of %(user)s") % {"user": user}, breadcrumbs=breadcrumbs
    )


def _tokens_page(
    request: HttpRequest, user: User, *, title: str, breadcrumbs: Sequence[Crumb]
) -> HttpResponse:
    """A token is in the answer to the request that made it and nowhere else."""
    if request.method == "POST" and "_revoke" in request.POST:
        return _revoke(request, user)
    form, token, now = TokenForm(request.POST if request.method == "POST" else None), "", timezone.now()
    if request.method == "POST" and form.is_valid():
        token = create_api_token(user=user, now=now, **form.cleaned_data)
        form = TokenForm()
    page = site.page(
        request,
        "erp/api_tokens.html",
        title=title,
        breadcrumbs=breadcrumbs,
        form_page=True,
        status=422 if form.errors else 200,
        form=form,
        person=user,
        token=token,
        rows=_rows(user, now),
        example=f"curl -H 'Authorization: Bearer {token}' {request.build_absolute_uri(API)}",
    )
    add_never_cache_headers(page)
    return page


def _revoke(request: HttpRequest, user: User) -> HttpResponse:
    given = request.POST["_revoke"]
    if (
        given.isascii()
        and given.isdigit()
        and len(given) < 19
        and revoke_api_token(user=user, token_id=int(given))
    ):
        messages.success(request, _("The token is revoked."))
    return HttpResponseRedirect(request.path)


def _rows(user: User, now: datetime) -> list[dict[str, Any]]:
    return [
        {"token": token, "is_over": token.expires_on is not None and token.expires_on < now.date()}
        for token in ApiToken.objects.filter(user=user)
    ]


site.register_view("api-tokens/", own_api_tokens, "own_api_tokens")
site.register_view(
    "users/<int:user_id>/api-tokens/", user_api_tokens, "user_api_tokens", permission="auth.change_user"
)
extensions.everywhere(
    Page(
        area=SETUP,
        label=gettext_lazy("API tokens"),
        url_name="admin:own_api_tokens",
        keywords=gettext_lazy("REST web service key OData"),
        in_sidebar=False,
    )
)
