"""The key with which software signs in as a user: made, shown once, revoked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.site import site
from erp.models import WebServiceAccessKey
from erp.operations.change_web_service_key import change_web_service_key
from erp.operations.revoke_web_service_key import revoke_web_service_key


class KeyForm(forms.Form):
    expires_on = forms.DateField(
        required=False,
        label=gettext_lazy("Expires On"),
        help_text=gettext_lazy("The last day on which it is good; blank for ever"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.now().date():
            raise forms.ValidationError(_("This day is over."))
        return day


def web_service_key(request: HttpRequest, user_id: int) -> HttpResponse:
    """A key is in the answer to the request that made it and nowhere else."""
    user = user_to_sign_in_as(request, user_id)
    card = reverse("admin:auth_user_change", args=[user.pk])
    if request.method == "POST" and "_revoke" in request.POST:
        if revoke_web_service_key(user=user):
            messages.success(
                request, _("The web service access key of %(user)s is revoked.") % {"user": user}
            )
        return HttpResponseRedirect(card)
    form = KeyForm(request.POST if request.method == "POST" else None)
    key = ""
    if request.method == "POST" and form.is_valid():
        key = change_web_service_key(
            user=user, now=timezone.now(), expires_on=form.cleaned_data["expires_on"]
        )
    page = site.page(
        request,
        "erp/web_service_key.html",
        title=_("Web service access key of %(user)s") % {"user": user},
        breadcrumbs=[(_("Users and roles"), reverse("admin:auth_user_changelist")), (str(user), card)],
        form_page=True,
        status=422 if form.errors else 200,
        form=form,
        person=user,
        key=key,
        current=WebServiceAccessKey.objects.filter(user=user).first(),
        back=card,
    )
    add_never_cache_headers(page)
    return page


def user_to_sign_in_as(request: HttpRequest, user_id: int) -> User:
    """Who is not a superuser does not act in the name of one."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or (user.is_superuser and not request.user.is_superuser):
        raise Http404
    return user


site.register_view(
    "users/<int:user_id>/web-service-key/", web_service_key, "web_service_key", permission="auth.change_user"
)
