"""The Role Center: tiles that tell what needs attention, and panels, as the apps have registered them."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from erp.admin.extensions import HomePanel, HomeTile, extensions


def context(request: HttpRequest) -> dict[str, Any]:
    tiles = [tile.load(request) for tile in extensions.allowed(request, HomeTile)]
    return {
        "tiles": [tile for tile in tiles if tile],
        "main_panels": _panels(request, column="main"),
        "side_panels": _panels(request, column="side"),
    }


def _panels(request: HttpRequest, *, column: str) -> list[SafeString]:
    found = []
    for panel in extensions.allowed(request, HomePanel):
        if panel.column == column and (loaded := panel.load(request)) is not None:
            found.append(render_to_string(panel.template, dict(loaded), request))
    return found
