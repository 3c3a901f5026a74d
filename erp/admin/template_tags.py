"""Template tags of list and card (``{% load back_office %}``): rows with column classes, closed FastTabs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers, result_hidden_fields, results
from django.contrib.admin.utils import display_for_field
from django.contrib.admin.views.main import ChangeList
from django.db.models import BooleanField, DecimalField, Model
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from erp.admin.extended_list import column_css
from erp.admin.extensions import Note, RecordNotes
from erp.admin.formats import amount_text, quantity_text

register = template.Library()
_CLASS = re.compile(r'class="([^"]*)"')


@dataclass(frozen=True)
class Row:
    cells: list[SafeString]
    errors: Any


@dataclass(frozen=True)
class FastTab:
    """What a closed FastTab tells."""

    facts: list[str]
    note: Note | None
    has_errors: bool


@register.inclusion_tag("admin/change_list_results.html", takes_context=True)
def list_rows(context: template.Context, cl: ChangeList) -> dict[str, Any]:
    """Django's result rows, with the classes that say which columns are numbers and which are minor."""
    css = list(column_css(cl))
    options, model_admin = cl.opts, cl.model_admin
    may_add = context.get("has_add_permission") and not cl.is_popup
    return {
        "cl": cl,
        "caption": capfirst(str(options.verbose_name_plural)),
        "headers": list(_headers(cl, css)),
        "rows": list(_rows(cl, css)),
        "result_hidden_fields": list(result_hidden_fields(cl)),
        "empty_text": getattr(model_admin, "empty_text", ""),
        "empty_icon": getattr(model_admin, "empty_icon", "document"),
        "add_url": reverse(
            f"admin:{options.app_label}_{options.model_name}_add", current_app=model_admin.admin_site.name
        )
        if may_add
        else "",
    }


def _headers(cl: ChangeList, css: list[str]) -> Iterator[dict[str, Any]]:
    for header, extra in zip(result_headers(cl), chain(css, repeat("")), strict=False):
        given = _CLASS.search(str(header.get("class_attrib") or ""))
        names = f"{given.group(1) if given else ''} {extra}".strip()
        sort = ""
        if header.get("sorted"):
            sort = "ascending" if header["ascending"] else "descending"
        yield {**header, "css": names, "sort": sort}


def _rows(cl: ChangeList, css: list[str]) -> Iterator[Row]:
    for result in results(cl):
        cells = [
            _with_class(cell, extra) for cell, extra in zip(result, chain(css, repeat("")), strict=False)
        ]
        yield Row(cells, result.form.non_field_errors() if result.form else "")


def _with_class(cell: SafeString, extra: str) -> SafeString:
    # The cell is Django's finished HTML and extra one of our class names: nobody's input is in it.
    return mark_safe(cell.replace('class="', f'class="{extra} ', 1)) if extra else cell  # noqa: S308


@register.simple_tag
def fasttab(fieldset: Any, notes: RecordNotes | str) -> FastTab:
    form = fieldset.form
    names = {
        field.field.name if hasattr(field.field, "name") else field.field["name"]
        for line in fieldset
        for field in line
    }
    noted = notes.fields if isinstance(notes, RecordNotes) else {}
    return FastTab(
        facts=_facts(fieldset, form.instance),
        note=next((note for name, note in noted.items() if name in names), None),
        has_errors=any(name in form.errors for name in names),
    )


def _facts(fieldset: Any, record: Model) -> list[str]:
    facts: Mapping[str, Any] = getattr(fieldset.model_admin, "facts", {})
    for label, names in facts.items():
        if str(label) == str(fieldset.name):
            return [text for name in names if (text := _fact(record, name))]
    return []


def _fact(record: Model, name: str) -> str:
    field: Any = record._meta.get_field(name)
    value = getattr(record, field.attname)
    return "" if value in (None, "", False) else str(display_for_field(value, field, ""))


@register.filter
def shown(field: Any) -> Any:
    """What a field that is only read shows: a number as people write it, anything else as Django does."""
    record = field.form.instance
    known = {column.name: column for column in record._meta.concrete_fields}
    column = known.get(field.field["field"] if isinstance(field.field["field"], str) else "")
    value = getattr(record, column.attname) if column else None
    if isinstance(column, BooleanField) and value is not None:
        return _("Yes") if value else _("No")
    if not isinstance(column, DecimalField):
        return field.contents()
    return quantity_text(value) if "quantity" in column.name or "qty" in column.name else amount_text(value)


@register.filter
def value_of(values: Any, key: str) -> Any:
    """The value of a mapping whose key is known at run time; nothing if there is none."""
    return values.get(key) if isinstance(values, Mapping) else None
