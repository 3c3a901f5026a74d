"""``/main.aspx``: links to a record as Dynamics 365 Sales writes them lead to the record's card."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET


@require_GET
def main_page(request: HttpRequest) -> HttpResponse:
    """``?pagetype=entityrecord&etn=account&id=…``; without a record, the home page."""
    if request.GET.get("pagetype") != "entityrecord":
        return HttpResponseRedirect(reverse("sales:index"))
    table = request.GET.get("etn", "")
    try:
        identifier = UUID(request.GET.get("id", ""))
    except ValueError:
        raise Http404("The link names no record.") from None
    try:
        return HttpResponseRedirect(reverse(f"sales:crm_{table}_change", args=[identifier]))
    except NoReverseMatch:
        raise Http404("The link names a table without a page.") from None
