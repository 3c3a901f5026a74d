"""Template tags of the integration's pages (``{% load integration %}``): states, words, values of a side."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm_integration.admin.looks import direction_status
from crm_integration.models import ConnectionSetup
from crm_integration.sentences import sentence, words_of
from erp.admin import design
from erp.admin.extensions import Status
from erp.admin.formats import amount_text, quantity_text

register = template.Library()
register.filter("quantity", quantity_text)
register.filter("amount", amount_text)
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@register.simple_tag
def state(status: Status | None) -> SafeString:
    """A status that was chosen in Python."""
    return design.status(status.look, status.text, status.icon) if status else SafeString("")


@register.simple_tag
def direction(value: str) -> SafeString:
    return state(direction_status(value))


@register.filter
def word(table: str) -> str:
    """What a record of the table is called."""
    return str(words_of(table).one)


@register.filter
def words(table: str) -> str:
    """What records of the table are called."""
    return str(words_of(table).many)


@register.filter
def shown(value: Any) -> Any:
    """A value, or the quiet word for none."""
    return format_html('<span class="quiet">{}</span>', _("empty")) if value in (None, "") else value


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """A moment: relative within a day, else its date; absolute in the tooltip."""
    if moment is None:
        return "\N{EN DASH}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        date_format(timezone.localtime(moment), "DATETIME_FORMAT"),
        moment_text(moment, now=timezone.now()),
    )


@register.filter
def due(moment: datetime | None) -> SafeString | str:
    """When something starts; what is due already starts now."""
    if moment is not None and moment <= timezone.now():
        return _("now")
    return when(moment)


def moment_text(moment: datetime, *, now: datetime) -> str:
    """How long ago, or how soon, within a day; else the date."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) >= DAY:
        return date_format(timezone.localtime(moment), "j M Y")
    if abs(seconds) < MINUTE:
        return _("just now") if seconds >= 0 else _("in less than 1 min")
    minutes, hours = int(abs(seconds) // MINUTE), int(abs(seconds) // HOUR)
    text = _("%(number)s h") % {"number": hours} if hours else _("%(number)s min") % {"number": minutes}
    return (_("%(time)s ago") if seconds > 0 else _("in %(time)s")) % {"time": text}


@register.inclusion_tag("crm_integration/includes/missing_of_table.html")
def missing_of_table(table: str) -> dict[str, list[str]]:
    """What is known to be missing of the integration solution in a table of the CRM."""
    known = ConnectionSetup.get().solution_differences
    of_table = [found for found in known if found["params"].get("of_table") == table]
    return {"missing": [sentence(found["code"], found["params"]) for found in of_table]}
