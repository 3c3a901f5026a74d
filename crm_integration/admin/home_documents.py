"""Orders and quotes of the CRM that wait for a person, on the Role Center."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm_integration.actions.permissions import VIEW_DOCUMENTS
from crm_integration.admin import crm_orders, crm_quotes
from erp.admin.extensions import Status, Tile


@dataclass(frozen=True)
class WaitingDocuments:
    """``number``: how many failed, or were canceled in the CRM after they had become documents here."""

    page: str | Promise
    url: str
    number: int


def waiting_documents(request: HttpRequest) -> list[WaitingDocuments]:
    """A row per page on which something waits; none for whoever may not open them."""
    if not request.user.has_perm(VIEW_DOCUMENTS):
        return []
    pages = [
        WaitingDocuments(kind.TITLE, reverse(kind.PAGE), kind.waiting_for_cure(request))
        for kind in (crm_orders, crm_quotes)
    ]
    return [page for page in pages if page.number]


def documents_tile(request: HttpRequest) -> Tile | None:
    """Shown only while something waits; it leads to orders before quotes."""
    waiting = waiting_documents(request)
    if not waiting:
        return None
    return Tile(
        label=_("Orders and quotes"),
        figure=sum(page.number for page in waiting),
        url=waiting[0].url,
        status=Status(look="err", text=_("Needs a cure")),
    )
