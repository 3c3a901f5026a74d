"""The REST APIs, to read and to try: Swagger UI over their descriptions, from files of this server."""

from typing import Final

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.admin.extensions import SETUP, ApiDescription, Page, extensions
from erp.admin.site import site

# Swagger UI's icons stand in its style sheet.
ICONS: Final = {"img-src": ["'self'", "data:"]}


@csp_update(ICONS)  # type: ignore[arg-type]
def api_documentation(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """What is tried there is done, by the session of whoever reads it or by a token."""
    apis = extensions.parts(ApiDescription)
    shown = next((api for api in apis if api.code == code or not code), None)
    if shown is None:
        raise Http404
    tabs = [(api.label, reverse("admin:api_documentation", args=[api.code]), api is shown) for api in apis]
    return site.page(
        request,
        "erp/api_documentation.html",
        title=_("API documentation"),
        breadcrumbs=[(_("API tokens"), reverse("admin:own_api_tokens"))],
        tabs=tabs,
        files=[(f"openapi.{kind}", reverse(f"{shown.routes}_openapi_{kind}")) for kind in ("yaml", "json")],
        description=reverse(f"{shown.routes}_openapi_json"),
    )


site.register_view("api-documentation/", api_documentation, "api_documentations")
site.register_view("api-documentation/<slug:code>/", api_documentation, "api_documentation")
extensions.everywhere(
    ApiDescription(code="erp", label=gettext_lazy("Back office"), routes="api", order=10),
    Page(
        area=SETUP,
        label=gettext_lazy("API documentation"),
        url_name="admin:api_documentations",
        keywords=gettext_lazy("REST OpenAPI Swagger OData"),
        in_sidebar=False,
    ),
)
