"""The options of a request, its conditions and wishes, and the tokens of its links."""

from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import pytest
from django.db.models import F, Q

from odata.errors import ODataError, error_body
from odata.etag import format_etag, parse_etag, parse_preconditions
from odata.expression import Comparison, Literal, Path
from odata.keyset import Key, after, ordering
from odata.paging import decode_token, encode_token
from odata.prefer import Preferences, parse_prefer
from odata.query import RECORD_OPTIONS, Expand, OrderBy, QueryOptions, parse_query_options


def test_all_options_are_read() -> None:
    raw = {
        "$select": "name, accountnumber,name",
        "$filter": "statecode eq 0",
        "$orderby": "name desc, primarycontactid/fullname ASC,accountnumber",
        "$top": "5",
        "$count": "true",
        "$expand": "contact($select=fullname,id;$expand=owninguser($filter=a eq ';)';$top=1)),parent",
        "company": "not ours",
    }
    state = Comparison(Path("statecode"), "eq", Literal(0))
    inner = Expand("owninguser", QueryOptions(filter=Comparison(Path("a"), "eq", Literal(";)")), top=1))
    assert parse_query_options(raw) == QueryOptions(
        select=("name", "accountnumber"),
        filter=state,
        orderby=(
            OrderBy("name", True),
            OrderBy("primarycontactid/fullname", False),
            OrderBy("accountnumber", False),
        ),
        top=5,
        count=True,
        expand=(
            Expand("contact", QueryOptions(select=("fullname", "id"), expand=(inner,))),
            Expand("parent"),
        ),
    )


def test_blank_options_and_a_star_ask_for_everything() -> None:
    raw = [("$select", "*"), ("$filter", " "), ("$orderby", ""), ("$expand", "")]
    assert parse_query_options(raw) == QueryOptions()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ([("$skip", "5")], "Skip Clause is not supported in CRM"),
        ([("$search", "x")], "'\\$search' is not supported"),
        ([("$top", "1"), ("$top", "2")], "more than once"),
        ([("$top", "-1")], "whole numbers"),
        ([("$top", "9" * 30)], "whole numbers"),
        ([("$count", "yes")], "true or false"),
        ([("$select", "a,,b")], "not the name"),
        ([("$select", "a b")], "not the name"),
        ([("$select", ",".join("a" * 501))], "more than 500"),
        ([("$orderby", "name upwards")], "orderby"),
        ([("$orderby", ";drop")], "not the name"),
        ([("$expand", "a(")], "expand"),
        ([("$expand", "a(select=b)")], "must be written as"),
        ([("$expand", "a($count=true)")], "not supported"),
        ([("$expand", "a($expand=" * 6 + "b" + ")" * 6)], "nested"),
    ],
)
def test_an_option_that_is_wrong_is_refused(raw: list[tuple[str, str]], sentence: str) -> None:
    with pytest.raises(ODataError, match=sentence):
        parse_query_options(raw)


def test_a_single_record_takes_no_filter() -> None:
    with pytest.raises(ODataError):
        parse_query_options({"$filter": "a eq 1"}, allowed=RECORD_OPTIONS)


def test_skip_is_read_where_it_is_allowed() -> None:
    assert parse_query_options({"$skip": "7"}, allowed=frozenset({"$skip"})).skip == 7


def test_an_entity_tag_carries_the_version() -> None:
    assert format_etag(42) == 'W/"42"'
    assert parse_etag('W/"42"') == parse_etag(' "42"') == 42
    for text in ("42", 'W/"x"', "", 'W/"' + "9" * 30 + '"'):
        with pytest.raises(ODataError):
            parse_etag(text)


def test_conditions_decide_about_creating_updating_and_reading() -> None:
    free = parse_preconditions(if_match=None, if_none_match="null")
    assert (free.forbids_create, free.forbids_update, free.hold_for(3), free.not_modified(3)) == (
        False,
        False,
        True,
        False,
    )
    create_only = parse_preconditions(if_none_match="*")
    assert (create_only.forbids_update, create_only.hold_for(3)) == (True, False)
    update_only = parse_preconditions(if_match="*")
    assert (update_only.forbids_create, update_only.hold_for(3)) == (True, True)
    version = parse_preconditions(if_match='W/"3", W/"4"')
    assert (version.hold_for(3), version.hold_for(5)) == (True, False)
    assert parse_preconditions(if_none_match='W/"3"').not_modified(3)


@pytest.mark.parametrize(
    ("header", "preferences"),
    [
        (None, Preferences()),
        ("return=minimal", Preferences()),
        (
            'odata.include-annotations="*", return=representation,odata.maxpagesize=500',
            Preferences(return_representation=True, max_page_size=500, include_annotations=("*",)),
        ),
        (
            'odata.include-annotations="A.B,C.*"',
            Preferences(include_annotations=("A.B", "C.*")),
        ),
        (
            "odata.include-annotations=OData.X,Microsoft.*,odata.track-changes",
            Preferences(include_annotations=("OData.X", "Microsoft.*"), track_changes=True),
        ),
        ("odata.continue-on-error", Preferences(continue_on_error=True)),
        ("odata.continue-on-error=false", Preferences()),
        ("odata.maxpagesize=-1, odata.maxpagesize=abc", Preferences()),
        (',,;="', Preferences()),
    ],
)
def test_wishes_are_read_and_nonsense_is_ignored(header: str | None, preferences: Preferences) -> None:
    assert parse_prefer(header) == preferences


def test_annotations_are_chosen_by_wildcard() -> None:
    wishes = parse_prefer('odata.include-annotations="OData.Community.*,-*.Hidden"')
    assert wishes.wants_annotation("OData.Community.Display.V1.FormattedValue")
    assert not wishes.wants_annotation("OData.Community.Hidden")
    assert not wishes.wants_annotation("Microsoft.Dynamics.CRM.lookuplogicalname")


def test_wishes_that_were_granted_are_told() -> None:
    wishes = parse_prefer('return=representation, odata.maxpagesize=9000, odata.include-annotations="*"')
    assert wishes.applied(max_page_size=5000) == (
        'return=representation, odata.maxpagesize=5000, odata.include-annotations="*"'
    )
    assert parse_prefer("odata.track-changes, odata.continue-on-error").applied() == (
        "odata.track-changes, odata.continue-on-error"
    )
    assert Preferences().applied() == ""


def test_a_token_survives_a_client_that_takes_the_link_apart() -> None:
    values = {
        "after": [UUID(int=5), Decimal("1.50"), None, "Ærø & søn +%/="],
        "at": datetime(2026, 1, 2, 3, tzinfo=UTC),
        "on": date(2026, 1, 2),
        "version": 2**40,
    }
    token = encode_token(values)
    again = dict(parse_qsl(urlencode(parse_qsl(f"$skiptoken={token}"))))["$skiptoken"]
    assert decode_token(again) == values


@pytest.mark.parametrize("token", ["", "x", "!!", "W10", "æ", "a" * 9000, "eyIkbiI6IngifQ"])
def test_a_token_that_nobody_gave_out_is_refused(token: str) -> None:
    with pytest.raises(ODataError):
        decode_token(token)


def test_a_page_goes_on_after_the_last_row_also_among_nulls() -> None:
    keys = [Key("name"), Key("amount", descending=True), Key("id", nullable=False)]
    assert ordering(keys) == [
        F("name").asc(nulls_first=True),
        F("amount").desc(nulls_last=True),
        F("id").asc(),
    ]
    assert after(keys[1:], [5, 7]) == (Q(amount__lt=5) | Q(amount__isnull=True) | (Q(amount=5) & Q(id__gt=7)))
    assert after([keys[0], keys[2]], [None, 7]) == Q(name__isnull=False) | (
        Q(name__isnull=True) & Q(id__gt=7)
    )


def test_an_error_is_told_in_the_form_of_the_protocol() -> None:
    assert error_body(code="0x1", message="No.") == {"error": {"code": "0x1", "message": "No."}}
