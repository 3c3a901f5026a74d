"""Sales order integration: on and off by an administrator's sign-in, the account, what goes by itself."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_order_integration import (
    DISABLE_ORDER_INTEGRATION,
    ENABLE_ORDER_INTEGRATION,
    SAVE_ORDER_INTEGRATION,
)
from crm_integration.admin.connection_pages import PAGE as CONNECTION_PAGE
from crm_integration.admin.connection_pages import TITLE as CONNECTION_TITLE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import crm_sentence, perform_and_tell
from crm_integration.admin.sign_in_pages import lead_to_sign_in, sign_in_facts
from crm_integration.connection.check_result import Outcome
from crm_integration.connection.order_account_checks import judge_account
from crm_integration.connection.order_integration_user import (
    CrmUser,
    enabled_users,
    read_crm_user,
    user_named,
)
from crm_integration.connection.sign_in.complete import SignInAnswer
from crm_integration.connection.switch_sales_order_integration import AUTOMATIC
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence
from erp.admin.site import site

TITLE = _("Sales order integration")
THIS_PAGE = "admin:order_integration"
ON, OFF = "order_integration_on", "order_integration_off"
PURPOSES = {ON: ENABLE_ORDER_INTEGRATION, OFF: DISABLE_ORDER_INTEGRATION}
INTEGRATION_USER, OTHER_USER = "integration_user", "other_user"


class AccountForm(forms.Form):
    """The account that may handle order integration; another one is named by its user name."""

    account = forms.ChoiceField(
        choices=[(INTEGRATION_USER, _("The integration user")), (OTHER_USER, _("Another user"))]
    )
    user_name = forms.CharField(
        max_length=1024,
        required=False,
        label=_("User Name"),
        widget=forms.TextInput(attrs={"list": "user-names", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("account") == OTHER_USER and not given.get("user_name"):
            self.add_error("user_name", _("Name the user."))
        return given


def order_integration(request: HttpRequest) -> HttpResponse:
    setup = ConnectionSetup.get()
    if request.method != "POST":
        return _page(request, setup)
    if "_save" in request.POST:
        inputs = {switch: switch in request.POST for switch in AUTOMATIC}
        perform_and_tell(request, SAVE_ORDER_INTEGRATION, inputs=inputs)
        return HttpResponseRedirect(reverse(CONNECTION_PAGE))
    if setup.is_sales_order_integration_enabled and "_change" not in request.POST:
        return lead_to_sign_in(request, purpose=OFF, back=reverse(THIS_PAGE))
    form = AccountForm({"account": INTEGRATION_USER, **request.POST.dict()})
    chosen = _chosen(setup, form) if form.is_valid() else None
    if chosen is None:
        return _page(request, setup, form, status=422)
    return lead_to_sign_in(request, purpose=ON, back=reverse(THIS_PAGE), about=chosen)


def switch_and_tell(request: HttpRequest, answer: SignInAnswer) -> HttpResponse:
    """After the administrator signed in for one of ``PURPOSES``."""
    assert answer.pending is not None  # noqa: S101 (its purpose led here)
    perform_and_tell(request, PURPOSES[answer.pending.purpose], inputs={"sign_in": answer})
    return HttpResponseRedirect(reverse(THIS_PAGE))


def _chosen(setup: ConnectionSetup, form: AccountForm) -> str | None:
    """The id of the user who was named, blank for the integration user; None after the form says why not."""
    if form.cleaned_data["account"] == INTEGRATION_USER:
        return ""
    try:
        client = client_for(setup, policy=FOR_READERS)
        return str(user_named(client, form.cleaned_data["user_name"]).id)
    except DataverseError as error:
        form.add_error("user_name", crm_sentence(error))
        return None


def _chosen_before(setup: ConnectionSetup, account: CrmUser | None) -> dict[str, str]:
    if setup.order_integration_user_id in (None, setup.integration_user_id):
        return {"account": INTEGRATION_USER}
    return {"account": OTHER_USER, "user_name": account.user_name if account else ""}


def _suggested(setup: ConnectionSetup) -> list[tuple[str, str]]:
    """A CRM that does not answer suggests nobody."""
    if setup.sales_obstacle:
        return []
    try:
        return enabled_users(client_for(setup, policy=FOR_READERS))
    except DataverseError:
        return []


def _account(setup: ConnectionSetup) -> tuple[CrmUser | None, list[str]]:
    """The account that was chosen, as the CRM has it now, and what is wrong with it.

    Nothing is known where the CRM does not answer.
    """
    chosen = setup.order_integration_user_id
    if chosen is None or not setup.is_enabled:
        return None, []
    try:
        user = read_crm_user(client_for(setup, policy=FOR_READERS), f"systemuserid eq {chosen}")
    except DataverseError:
        return None, []
    found = judge_account(setup, user) if setup.is_sales_order_integration_enabled else ()
    return user, [sentence(one.code, one.params) for one in found if one.outcome is not Outcome.OK]


def _page(
    request: HttpRequest, setup: ConnectionSetup, form: AccountForm | None = None, *, status: int = 200
) -> HttpResponse:
    """As it is, unless somebody entered something."""
    account, troubles = _account(setup)
    form = form or AccountForm(initial=_chosen_before(setup, account))
    return site.page(
        request,
        "crm_integration/order_integration.html",
        status=status,
        title=TITLE,
        breadcrumbs=[area_crumb(), (CONNECTION_TITLE, reverse(CONNECTION_PAGE))],
        form_page=True,
        setup=setup,
        form=form,
        troubles=troubles,
        users=_suggested(setup),
        back=reverse(CONNECTION_PAGE),
        **sign_in_facts(request, setup),
    )
