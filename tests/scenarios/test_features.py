"""``docs/features.md`` says the truth: every row, and of each the tests, the pages and the routes."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from erp.rest_api.api_view import UnknownResource
from tests.architecture.source_files import ROOT, tree
from tests.scenarios.people import People

TEXT = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
PROMISED = {"A": 5, "B": 5, "C": 4, "D": 14, "E": 8, "F": 4, "G": 4, "H": 2}
SOME_ID = "01234567-89ab-7def-8123-456789abcdef"
TEST = re.compile(r"`(tests/[\w/]+\.py)?::(\w+)`")
PAGE = re.compile(r"\[([^]]+)\]\((/.+?)\)(?= |$)")
ROUTE = re.compile(r"`(GET|POST|PATCH|DELETE) (/[^`]+)`")


@dataclass(frozen=True)
class Row:
    id: str
    page: str
    route: str
    tests: str


def rows() -> list[Row]:
    lines = re.findall(r"(?m)^\| ([A-H]\d+) \| .*? \| (.*?) \| (.*?) \| (.*?) \|$", TEXT)
    return [Row(*cells) for cells in lines]


def named_tests(text: str) -> list[tuple[str, str]]:
    """File and name; a name alone is in the file named before it."""
    found, file = [], ""
    for given, name in TEST.findall(text):
        file = given or file
        found.append((file, name))
    return found


def defined_in(path: Path) -> set[str]:
    return {getattr(node, "name", "") for node in tree(path).body}


def address(template: str) -> str:
    return template.partition("?")[0].replace("{id}", SOME_ID)


def test_every_row_that_is_promised_is_there_once() -> None:
    expected = [f"{letter}{number + 1}" for letter, count in PROMISED.items() for number in range(count)]
    assert [row.id for row in rows()] == expected


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_names_tests_pages_and_routes_that_there_are(row: Row) -> None:
    found = named_tests(row.tests)
    assert found, "no test is named"
    assert [name for file, name in found if name not in defined_in(ROOT / file)] == []
    assert PAGE.findall(row.page), "no page is named"
    for _title, page in PAGE.findall(row.page):
        resolve(address(page))
    assert ROUTE.findall(row.route) or row.route.startswith("none"), "no route is named"
    for method, route in ROUTE.findall(row.route):
        view = getattr(resolve(address(route)).func, "view_class", None)
        assert view is not UnknownResource, route
        assert method.lower() in getattr(view, "http_method_names", ("get",)), route
        assert hasattr(view, method.lower()) or view is None, route


def test_tests_that_stand_outside_the_tables_are_there_too() -> None:
    assert [place for place in named_tests(TEXT) if place[1] not in defined_in(ROOT / place[0])] == []


@pytest.mark.django_db(databases=["default", "crm"])
def test_the_pages_have_the_titles_under_which_they_are_named(people: People) -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("reader"))
    pages = {page: title for title, page in PAGE.findall(TEXT.replace("|", " ")) if "{" not in page}
    shown = {page: _title(browser, page) for page in pages}
    assert shown == pages


def _title(browser: Client, page: str) -> str:
    answer = browser.get(page, follow=True)
    found = re.search(r"<title>(.*?) \|", answer.content.decode(), re.DOTALL)
    return unescape(found[1].strip()) if found else f"answers {answer.status_code}"
