"""Columns and filters that other apps have declared, on Django's change list: one load per column."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from erp.admin.extensions import Html, ListColumn, ListFilter, Text, extensions

MOST_FOUND = 1000  # a search that finds more asks for a further word


class Cell:
    """What ``list_display`` calls for each row: reads what was loaded for the whole page."""

    def __init__(self, column: ListColumn, request: HttpRequest) -> None:
        self.column = column
        self.request = request
        self.loaded: dict[Any, Html] = {}
        self.__name__ = column.code
        self.short_description = column.header

    def load(self, records: list[Model]) -> None:
        self.loaded = dict(self.column.load(self.request, [record.pk for record in records]))

    def __call__(self, record: Model) -> Html:
        return self.loaded.get(record.pk, self.column.empty)


class FoundPaginator(Paginator):
    """Reads a page of a large table in whatever order, without moving the table.

    What a search has found is not counted again. Keys are put in order rather than whole rows, and those of
    a page in the second half are looked for from the end.
    """

    @cached_property
    def count(self) -> int:
        found: int | None = getattr(self.object_list, "found_count", None)
        return super().count if found is None else found

    def page(self, number: int | str) -> Page[Any]:
        found = super().page(number)
        rows: Any = self.object_list
        first = (found.number - 1) * self.per_page
        end = min(first + self.per_page, self.count)
        is_far = first > self.count - end
        shown = rows.reverse()[self.count - end : self.count - first] if is_far else rows[first:end]
        found.object_list = rows.filter(pk__in=list(shown.values_list("pk", flat=True)))
        return found


class ExtendedChangeList(ChangeList):
    """A change list that loads the columns of other apps together and searches a large table once."""

    found_more = False

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        queryset = super().get_queryset(request, exclude_parameters)
        if not self.query:
            return queryset
        # Counting and showing matches of a large table would read it twice: their keys are read once.
        found = list(queryset.values_list("pk", flat=True)[: MOST_FOUND + 1])
        self.found_more = len(found) > MOST_FOUND
        ordering = self.get_ordering(request, self.root_queryset)
        related = self.apply_select_related(self.root_queryset)
        shown = related.filter(pk__in=found[:MOST_FOUND]).order_by(*ordering)
        shown.found_count = len(found[:MOST_FOUND])  # type: ignore[attr-defined]
        return shown

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.first_shown = (self.page_num - 1) * self.list_per_page + 1
        self.last_shown = self.first_shown + len(self.result_list) - 1
        for column in self.list_display:
            if isinstance(column, Cell):
                column.load(self.result_list)


def columns(table: str, request: HttpRequest) -> list[Cell]:
    return [Cell(column, request) for column in extensions.allowed(request, ListColumn, table=table)]


def filters(table: str, request: HttpRequest) -> list[type[SimpleListFilter]]:
    return [_filter_class(declared) for declared in extensions.allowed(request, ListFilter, table=table)]


def _filter_class(declared: ListFilter) -> type[SimpleListFilter]:
    class DeclaredFilter(SimpleListFilter):
        title = declared.title  # type: ignore[assignment]
        parameter_name = declared.code

        def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> list[tuple[str, Text]]:  # type: ignore[override]
            return list(declared.choices)

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            chosen = self.value()
            known = chosen in {value for value, _ in declared.choices}
            return declared.apply(queryset, chosen) if chosen and known else queryset

    return DeclaredFilter


def column_css(changelist: ChangeList) -> Iterator[str]:
    """The classes of each column, in the order of ``list_display``."""
    model_admin = changelist.model_admin
    for column in changelist.list_display:
        if isinstance(column, Cell):
            numeric, minor = column.column.numeric, column.column.minor
        else:
            numeric = column in getattr(model_admin, "numeric_columns", ())
            minor = column in getattr(model_admin, "minor_columns", ())
        yield " ".join(name for name, wanted in (("num", numeric), ("col-minor", minor)) if wanted)
