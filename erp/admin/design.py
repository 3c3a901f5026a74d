"""The design's smallest parts as HTML, the only place that writes them: icon, status, side, moment.

Templates load them with ``{% load design %}``; pages that build cells in Python call them.
"""

from datetime import datetime, timedelta
from typing import Literal, get_args

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.templatetags.static import static
from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now

Look = Literal["off", "wait", "hold", "ok", "run", "warn", "conflict", "err"]
Side = Literal["bc", "crm"]

LOOKS = frozenset(get_args(Look))
_ICONS = {
    "off": "off", "wait": "clock", "hold": "hold", "ok": "check",
    "run": "running", "warn": "alert", "conflict": "conflict", "err": "error",
}  # fmt: skip
_CLASSES = {"ok": "ok", "run": "run", "warn": "warn", "conflict": "warn", "err": "err"}
_MESSAGE_LOOKS = {"debug": "run", "info": "run", "success": "ok", "warning": "warn", "error": "err"}

register = template.Library()


def _svg(name: str, css: str = "") -> SafeString:
    """An icon of the sprite; decoration only, the word stands beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        static("icons.svg"),
        name,
    )


icon = register.simple_tag(_svg, name="icon")


@register.simple_tag
def status(look: str, text: str | Promise, icon: str = "") -> SafeString:
    """A status: word, icon and colour. ``icon`` replaces the look's own."""
    if look not in LOOKS:
        raise ValueError(f"Unknown look {look}.")
    css = _CLASSES.get(look)
    return format_html(
        '<span class="status{}">{}{}</span>',
        f" status-{css}" if css else "",
        _svg(icon or _ICONS[look]),
        text,
    )


@register.simple_tag
def look_icon(look: str) -> SafeString:
    """The icon of a look in its colour, for work lists, notes and messages."""
    return _svg(_ICONS[look], f"i-{_CLASSES.get(look, 'quiet')}")


@register.simple_tag
def message_icon(level_tag: str) -> SafeString:
    """The icon of a message of Django's messages framework."""
    return look_icon(_MESSAGE_LOOKS.get(level_tag, "run"))


@register.simple_tag
def side(name: str) -> SafeString:
    """A side's shape, colour and product name."""
    product = {"bc": settings.ERP_PRODUCT_NAME, "crm": settings.CRM_PRODUCT_NAME}[name]
    return format_html('<span class="side side-{}">{}{}</span>', name, _svg(f"side-{name}"), product)


@register.simple_tag
def moment(when: datetime | None) -> str | SafeString:
    """A time relative to now within a day, else the date; the exact time stands in the tooltip."""
    if when is None:
        return "\N{EN DASH}"
    local = localtime(when)
    exact = formats.date_format(local, "DATETIME_FORMAT")
    near = abs(now() - when) < timedelta(days=1)
    text = naturaltime(when) if near else formats.date_format(local, "SHORT_DATE_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, text)


@register.simple_tag
def product_name(name: str) -> str:
    return {"bc": settings.ERP_PRODUCT_NAME, "crm": settings.CRM_PRODUCT_NAME}[name]
