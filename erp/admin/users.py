"""Users and their roles."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erp.admin.back_office_admin import BackOfficeAdmin
from erp.admin.extensions import SETUP
from erp.admin.site import site
from erp.models import ApiToken, WebServiceAccessKey


@admin.register(User, site=site)
class BackOfficeUserAdmin(UserAdmin, BackOfficeAdmin):
    """Only a superuser makes superusers; everybody else gives roles."""

    area, area_order = SETUP, 300
    menu_label = _("Users and roles")
    list_display = ["username", "full_name", "email", "roles", "is_active"]
    list_filter = ["is_active", "groups"]
    minor_columns = ["email"]
    ordering = ["username"]
    search_help_text = _("Search user name, name, e-mail")
    filter_horizontal = ()
    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("username", "email"),
                    ("first_name", "last_name"),
                    ("sign_in", "last_login"),
                    ("access_key", "api_tokens"),
                ],
            },
        ),
        (_("Roles"), {"classes": ["collapse"], "fields": [("groups",), ("is_active", "is_staff")]}),
    ]
    readonly_fields = ["last_login", "sign_in", "access_key", "api_tokens"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Who is not a superuser neither sees nor changes superusers."""
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        # Whoever is entered here is meant to sign in here.
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        formfield = super().formfield_for_manytomany(db_field, request, **kwargs)
        if formfield and db_field.name == "groups":
            formfield.widget = CheckboxSelectMultiple()
            formfield.widget.choices = formfield.choices
            formfield.label, formfield.help_text = _("Roles"), ""
        return formfield

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and hasattr(formfield.widget, "can_add_related"):
            formfield.widget = formfield.widget.widget
        return formfield

    @admin.display(description=_("Password"))
    def sign_in(self, user: User) -> SafeString:
        state = _("Set") if user.has_usable_password() else _("Not set")
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('{} &nbsp;<a href="{}">{}</a>', state, url, _("Change password"))

    @admin.display(description=_("Web Service Access Key"))
    def access_key(self, user: User) -> SafeString:
        has_key = WebServiceAccessKey.objects.filter(user=user).exists()
        url = reverse("admin:web_service_key", args=[user.pk])
        state = _("Set") if has_key else _("Not set")
        return format_html('{} &nbsp;<a href="{}">{}</a>', state, url, _("Change Web Service Key"))

    @admin.display(description=_("API Tokens"))
    def api_tokens(self, user: User) -> SafeString:
        count = ApiToken.objects.filter(user=user).count()
        url = reverse("admin:user_api_tokens", args=[user.pk])
        return format_html('{} &nbsp;<a href="{}">{}</a>', count, url, _("API tokens"))

    @admin.display(description=_("Name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("Roles"))
    def roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))
