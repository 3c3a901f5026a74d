"""Whatever text arrives: nothing but an ODataError comes out, and what we write we read back."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from hypothesis import given, settings
from hypothesis import strategies as st

from odata.batch import (
    ChangeSet,
    ChangeSetResponse,
    parse_batch,
    parse_responses,
    render_batch,
    render_requests,
)
from odata.errors import ODataError
from odata.etag import format_etag, parse_etag, parse_preconditions
from odata.expression import Path
from odata.filter_parser import parse_filter
from odata.filters import Field, to_q
from odata.http_message import InnerRequest, InnerResponse
from odata.literals import to_text
from odata.paging import decode_token, encode_token
from odata.prefer import parse_prefer
from odata.query import parse_query_options
from odata.query_functions import Surroundings, in_comparisons

AROUND = Surroundings(
    now=datetime(2026, 2, 28, 12, tzinfo=UTC),
    user_id=UUID(int=1),
    business_unit_id=None,
    team_ids=frozenset(),
    hierarchy=lambda *_: [],
)
WORDS = (  # noqa: SIM905
    "name|nullable| eq | ne | and | or | in |not |(|)|,|'|''|'a'|null|true|5|-1.5|2026-02-30|contains|x/|any"
    "|00000000-0000-0000-0000-00000000000a|duration'P1D'|geography'x'|-| add |.|Ø|2026-01-01T00:00:00Z"
    "|:|=| |\n|\x00|@p1|$|/any(o:o/x eq 'a')|/all(|o:o/|Microsoft.Dynamics.CRM.|LastXDays|OnOrAfter|Today"
    "|(PropertyName='x'|,PropertyValue=|PropertyValues=|[|]|99999999| mod |not(|' '|\"a\"|%_[a]"
).split("|")
filters = st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60)
OPTIONS = [
    "$filter",
    "$select",
    "$orderby",
    "$top",
    "$expand",
    "$count",
    "$skiptoken",
    "$deltatoken",
    "$skip",
    "$apply",
    "@p1",
    "x",
]
expands = st.lists(
    st.sampled_from(["a", "(", ")", ";", ",", "=", "$select", "$expand", "$filter", "'", " ", "$top", "1"]),
    max_size=20,
).map("".join)


class AnyName:
    """Has whatever property is asked for, and is its own collection."""

    def field(self, path: Path) -> Field:
        return Field(path.name, to_text, is_text=True, kind="text")

    def related(self, path: str) -> "AnyName":
        return self

    @property
    def source(self) -> "AnyName":
        return self

    def some(self, condition: Q) -> Q:
        return condition


@given(filters)
@settings(max_examples=400, deadline=None)
def test_no_filter_breaks_the_parser(text: str) -> None:
    with suppress(ODataError):
        tree = parse_filter(text, aliases={"@p1": "'x'"})
        to_q(in_comparisons(tree, AROUND), AnyName())


@given(st.lists(st.tuples(st.sampled_from(OPTIONS), filters | expands), max_size=4))
@settings(max_examples=300, deadline=None)
def test_no_query_option_breaks_the_parser(raw: list[tuple[str, str]]) -> None:
    with suppress(ODataError):
        parse_query_options(raw)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_no_header_or_token_breaks_a_parser(text: str) -> None:
    parse_prefer(text)
    with suppress(ODataError):
        decode_token(text)
    with suppress(ODataError):
        parse_etag(text)
    with suppress(ODataError):
        parse_preconditions(if_match=text, if_none_match=text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=50))
@settings(deadline=None)
def test_every_text_can_be_quoted_into_a_filter(text: str) -> None:
    tree = parse_filter("name eq '{}'".format(text.replace("'", "''")))
    assert tree.literal.value == text  # type: ignore[union-attr]


scalars = st.none() | st.booleans() | st.integers() | st.text() | st.uuids() | st.decimals(allow_nan=False)


@given(st.dictionaries(st.text(), scalars | st.lists(scalars)))
@settings(deadline=None)
def test_every_token_comes_back(values: dict[str, object]) -> None:
    with suppress(ODataError):  # only for one that is too long
        assert decode_token(encode_token(values)) == values


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_every_version_comes_back_from_its_entity_tag(version: int) -> None:
    assert parse_etag(format_etag(version)) == version


bodies = st.just(b"") | st.dictionaries(
    st.text(max_size=8), scalars.filter(lambda v: not hasattr(v, "is_nan"))
).map(lambda values: json.dumps(values, default=str).encode())
values = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=20,
)
headers = st.dictionaries(st.sampled_from(["content-type", "if-match", "prefer", "x"]), values, max_size=3)
identifiers = st.integers(1, 999).map(str)
writes = st.builds(
    InnerRequest, st.sampled_from(["POST", "PATCH", "DELETE"]), values, headers, bodies, identifiers
)
reads = st.builds(InnerRequest, st.just("GET"), values, headers, st.just(b""), st.none() | identifiers)
change_sets = st.lists(writes, max_size=3, unique_by=lambda request: request.content_id).map(
    lambda requests: ChangeSet(tuple(requests))
)
answers = st.builds(InnerResponse, st.integers(100, 599), headers, bodies, st.none() | identifiers)
answer_sets = st.lists(answers, max_size=3).map(lambda found: ChangeSetResponse(tuple(found)))
boundaries = st.uuids().map(lambda identifier: f"batch_{identifier}")


@given(st.lists(reads | writes | change_sets, max_size=5), boundaries, st.booleans())
@settings(deadline=None)
def test_every_batch_of_requests_comes_back(parts: list[Any], boundary: str, line_feeds_only: bool) -> None:
    body = render_requests(parts, boundary)
    if line_feeds_only:
        body = body.replace(b"\r\n", b"\n")
    assert parse_batch(body, f'multipart/mixed; boundary="{boundary}"') == parts


@given(st.lists(answers | answer_sets, max_size=5), boundaries, st.booleans())
@settings(deadline=None)
def test_every_batch_of_answers_comes_back(parts: list[Any], boundary: str, line_feeds_only: bool) -> None:
    body = render_batch(parts, boundary)
    if line_feeds_only:
        body = body.replace(b"\r\n", b"\n")
    assert parse_responses(body, f"multipart/mixed; boundary={boundary}") == parts


PIECES = (
    b"--b|--c|--|\r\n|\n|Content-Type: application/http|GET x HTTP/1.1|HTTP/1.1 200 OK|{}|:| |\xff"
    b"|Content-ID: 1|Content-Type: multipart/mixed; boundary=c"
).split(b"|")


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join) | st.binary(max_size=200),
    st.text(max_size=40),
)
@settings(max_examples=300, deadline=None)
def test_no_body_breaks_the_batch_parser(body: bytes, content_type: str) -> None:
    for kind in ("multipart/mixed; boundary=b", content_type, f"multipart/mixed;{content_type}"):
        with suppress(ODataError):
            parse_batch(body, kind)
        with suppress(ODataError):
            parse_responses(body, kind)


def test_a_guid_is_a_guid() -> None:
    assert decode_token(encode_token({"id": UUID(int=1)})) == {"id": UUID(int=1)}
