"""What a $filter means: the tree that it is read into, and the condition that comes out."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db.models import F, Q

from odata.errors import ODataError
from odata.expression import (
    And,
    Comparison,
    Function,
    In,
    Lambda,
    Literal,
    LooseText,
    Not,
    Or,
    Path,
    PathComparison,
    QueryFunction,
    paths,
)
from odata.filter_cursor import FilterLimits
from odata.filter_parser import parse_filter
from odata.filters import Field, to_q
from odata.literals import (
    to_boolean,
    to_date,
    to_date_and_time,
    to_decimal,
    to_guid,
    to_integer,
    to_text,
)

FIELDS = {
    "name": Field("name", to_text, is_text=True),
    "code": Field("code", to_text, is_text=True, blank_is_null=True),
    "amount": Field("amount", to_decimal, kind="number"),
    "statecode": Field("statecode", to_integer),
    "createdon": Field("createdon", to_date_and_time),
    "_ownerid_value": Field("ownerid", to_guid),
    "city": Field("city", to_text, is_text=True, folded="city_folded", fold=str.casefold),
    "primarycontactid/fullname": Field("primarycontactid__fullname", to_text, is_text=True),
}
NOTHING = Q(pk__in=[])


class Orders:
    """The collection ``orders``, whose properties are the same."""

    def __init__(self) -> None:
        self.source = Fields()

    def some(self, condition: Q) -> Q:
        return Q(orders=condition)


class Fields:
    def field(self, path: Path) -> Field:
        if path.name not in FIELDS:
            raise ODataError(400, "UnknownProperty", path.name)
        return FIELDS[path.name]

    def related(self, path: str) -> Orders:
        if path != "orders":
            raise ODataError(400, "UnknownProperty", path)
        return Orders()


def condition(text: str) -> Q:
    return to_q(parse_filter(text), Fields())


def compared(name: str, operator: str, value: object) -> Comparison:
    return Comparison(Path(name), operator, Literal(value))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("name eq 'it''s'", compared("name", "eq", "it's")),
        ("name ne null", compared("name", "ne", None)),
        ("5 lt amount", compared("amount", "gt", 5)),
        ("amount ge -1.50", compared("amount", "ge", Decimal("-1.50"))),
        ("isdisabled eq false", compared("isdisabled", "eq", False)),
        ("nullable eq 1", compared("nullable", "eq", 1)),
        ("allowed eq 1 ", compared("allowed", "eq", 1)),
        ("truename eq 1", compared("truename", "eq", 1)),
        ("d eq 2026-02-28", compared("d", "eq", date(2026, 2, 28))),
        ("d eq 2026-02-28T10:00:00Z", compared("d", "eq", datetime(2026, 2, 28, 10, tzinfo=UTC))),
        (
            "d eq 2026-02-28T10:00:00.5+01:00",
            compared("d", "eq", datetime(2026, 2, 28, 9, 0, 0, 500000, UTC)),
        ),
        (
            "_ownerid_value eq 00000000-0000-0000-0000-00000000000a",
            compared("_ownerid_value", "eq", UUID(int=10)),
        ),
        ("primarycontactid/fullname eq 'x'", compared("primarycontactid/fullname", "eq", "x")),
        ("contains(name,'x')", Function("contains", Path("name"), (Literal("x"),))),
        ("startswith(name,'x') eq false", Not(Function("startswith", Path("name"), (Literal("x"),)))),
        ("name in ('a')", In(Path("name"), (Literal("a"),))),
        ("name in ('a', 'b')", In(Path("name"), (Literal("a"), Literal("b")))),
        ("not(a eq 1)", Not(compared("a", "eq", 1))),
        (
            "a eq 1 and b eq 2 or c eq 3",
            Or((And((compared("a", "eq", 1), compared("b", "eq", 2))), compared("c", "eq", 3))),
        ),
        ("name eq other", PathComparison(Path("name"), "eq", Path("other"))),
        ('name in ["a","b"]', In(Path("name"), (Literal("a"), Literal("b")))),
        ("orders/any()", Lambda(Path("orders"), "any")),
        (
            "orders/any(o:o/x eq 1 and o/lines/all(p:p/y ne 'z'))",
            Lambda(
                Path("orders"),
                "any",
                And((compared("x", "eq", 1), Lambda(Path("lines"), "all", compared("y", "ne", "z")))),
            ),
        ),
        (
            "Microsoft.Dynamics.CRM.In(PropertyName='statecode',PropertyValues=[\"0\",'1'])",
            QueryFunction("In", Path("statecode", logical=True), (Literal("0"), Literal("1"))),
        ),
        (
            "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)",
            QueryFunction("LastXDays", Path("createdon", logical=True), (Literal(7),)),
        ),
        (
            "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
            QueryFunction("EqualUserId", Path("ownerid", logical=True)),
        ),
        (
            "AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist'",
            compared("AttributeType", "eq", "Picklist"),
        ),
        (
            "a in (1) and (b eq 2 or c in (3))",
            And((In(Path("a"), (Literal(1),)), Or((compared("b", "eq", 2), In(Path("c"), (Literal(3),)))))),
        ),
    ],
)
def test_a_filter_is_read_into_a_tree(text: str, tree: object) -> None:
    assert parse_filter(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name eq",
        "1 eq 2",
        "'",
        "name eq 'x",
        "name matchesPattern 'x'",
        "matchesPattern(name,'(a+)+')",
        "contains(name)",
        "contains(name,5)",
        "contains('x',name)",
        "contains(name,'x') eq 5",
        "length(name) gt 5",
        "name in ()",
        "amount add 1 eq 2",
        "orders/any(o:x eq 1)",
        "orders/any(o:o eq 1)",
        "orders/any(o:o/lines/any(p:o/x eq 1))",
        "orders/all()",
        "orders/any(o:)",
        "orders/any(o:o/x eq 1",
        "orders/$count gt 5",
        "name eq contains(name,'x')",
        "a in b",
        "a eq ('x','y')",
        "@p1",
        "not",
        "in",
        "and eq 1",
        "d eq 2026-02-30",
        "d eq 9999-12-31T23:59:59-10:00",
        "a eq 99999999999999999999",
        "a eq 1.5e99999",
        "name eq 'a\x00b'",
        "name eq '\ud800'",
        "not name eq 5",
        "Microsoft.Dynamics.CRM.In(PropertyName='x',PropertyValues=['a')",
        "Microsoft.Dynamics.CRM.In(PropertyValues=['a'])",
        "Microsoft.Dynamics.CRM.In(PropertyName=5,PropertyValues=['a'])",
        "Microsoft.Dynamics.CRM.In('x','a')",
        "Microsoft.Dynamics.CRM.In(PropertyName='x',Value='a')",
        "Microsoft.Dynamics.CRM.In()",
        "f(a=1,b=2,c=3)",
        "a/" * 2000 + "b eq 1",
        "not " * 60 + "(a eq 1)",
        "(" * 8000,
    ],
)
def test_a_filter_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(ODataError) as refusal:
        parse_filter(text)
    assert refusal.value.status == 400
    assert len(refusal.value.message) < 300


def test_parameters_stand_for_values_lists_and_properties() -> None:
    aliases = {"@p1": "'x'", "@p2": "name", "@p3": "['a','b']"}
    assert parse_filter("@p2 eq @p1 or @p2 ne @p9", aliases=aliases) == Or(
        (compared("name", "eq", "x"), compared("name", "ne", None))
    )
    in_list = "Microsoft.Dynamics.CRM.In(PropertyName=@p2,PropertyValues=@p3)"
    assert parse_filter(in_list, aliases=aliases) == QueryFunction(
        "In", Path("name", logical=True), (Literal("a"), Literal("b"))
    )
    assert parse_filter("contains(@p2,@p1)", aliases=aliases) == Function(
        "contains", Path("name"), (Literal("x"),)
    )
    for text in ("a eq 1", "'x' 'y'", "(", ""):
        with pytest.raises(ODataError):
            parse_filter("name eq @p1", aliases={"@p1": text})


def test_a_list_of_four_hundred_ids_is_a_filter() -> None:
    ids = [UUID(int=n) for n in range(400)]
    tree = parse_filter(f"accountid in ({','.join(map(str, ids))})")
    assert tree == In(Path("accountid"), tuple(Literal(i) for i in ids))


def test_a_long_chain_of_or_is_not_deep() -> None:
    tree = parse_filter(" or ".join(f"a eq {n}" for n in range(500)))
    assert isinstance(tree, Or)
    assert len(tree.operands) == 500
    assert list(paths(tree)) == ["a"] * 500


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a eq 1 or a eq 2 or a eq 3", "The filter has more than 2 terms."),
        ("a in (1,2,3)", "The filter has more than 2 terms."),
        ("not (not (a eq 1))", "The filter is nested more than 2 deep."),
        ("a eq 1" + " " * 100, "The filter is longer than 60 bytes."),
    ],
)
def test_limits_bound_the_cost_of_a_filter(text: str, sentence: str) -> None:
    with pytest.raises(ODataError, match=sentence):
        parse_filter(text, limits=FilterLimits(length=60, terms=2, depth=2))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("statecode eq 0", Q(statecode=0)),
        ("statecode ne 0", ~Q(statecode=0) | Q(statecode__isnull=True)),
        ("statecode eq null", Q(statecode__isnull=True)),
        ("statecode ne null", ~Q(statecode__isnull=True)),
        ("amount gt 5", Q(amount__gt=Decimal(5))),
        ("amount gt null", NOTHING),
        ("not (amount gt 5)", ~Q(amount__gt=Decimal(5)) | Q(amount__isnull=True)),
        ("statecode in (0,1)", Q(statecode__in=[0, 1])),
        ("statecode in (0,null)", Q(Q(statecode=0), Q(statecode__isnull=True), _connector=Q.OR)),
        ("name eq 'Ab'", Q(name__iexact="Ab")),
        ("name eq '10000'", Q(name="10000")),
        ("name eq 'Ærø'", Q(name__iregex=r"\AÆrø\Z")),
        ("contains(name,'50 %')", Q(name__icontains="50 %")),
        ("contains(name,'Ø.')", Q(name__iregex=r"Ø\.")),
        ("endswith(primarycontactid/fullname,'x')", Q(primarycontactid__fullname__iendswith="x")),
        ("city eq 'STRAßE'", Q(city_folded="strasse")),
        ("city in ('Oslo','Ås')", Q(city_folded__in=["oslo", "ås"])),
        ("contains(city,'Ås')", Q(city_folded__contains="ås")),
        ("code eq ''", Q(code__isnull=True)),
        ("city gt 'Ås'", Q(city_folded__gt="ås")),
        ("name eq code", Q(name__iexact=F("code"))),
        ("name ne code", ~Q(name__iexact=F("code")) | (Q(name__isnull=True) | Q(code__isnull=True))),
        ("orders/any()", Q(orders=Q())),
        ("orders/any(o:o/statecode eq 0)", Q(orders=Q(statecode=0))),
        ("not orders/any(o:o/statecode eq 0)", ~Q(orders=Q(statecode=0))),
        ("orders/all(o:o/amount eq null)", ~Q(orders=~Q(amount__isnull=True))),
        ("not orders/all(o:o/amount eq null)", Q(orders=~Q(amount__isnull=True))),
        ("createdon ge 2026-01-02", Q(createdon__gte=datetime(2026, 1, 2, tzinfo=UTC))),
        (
            "_ownerid_value eq '00000000-0000-0000-0000-00000000000a'",
            Q(ownerid=UUID(int=10)),
        ),
        (
            "not (statecode eq 0 and amount eq 1)",
            Q(
                ~Q(statecode=0) | Q(statecode__isnull=True),
                ~Q(amount=Decimal(1)) | Q(amount__isnull=True),
                _connector=Q.OR,
            ),
        ),
    ],
)
def test_a_filter_becomes_a_condition(text: str, expected: Q) -> None:
    assert condition(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "statecode eq 'x'",
        "statecode eq true",
        "name eq 5",
        "contains(amount,'x')",
        "createdon eq 5",
        "_ownerid_value eq 'x'",
        "nosuch eq 1",
        "nosuch/any()",
        "orders/any(o:o/nosuch eq 1)",
        "name eq amount",
        "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')",
    ],
)
def test_a_condition_on_an_unknown_property_or_of_another_type_is_refused(text: str) -> None:
    with pytest.raises(ODataError):
        condition(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name eq", r"^The filter cannot be understood: it ends too early\.$"),
        ("(name eq 1", r"^The filter cannot be understood: it ends too early\.$"),
        ("name ## 3", r"^The filter cannot be understood from '## 3' on\.$"),
        ("name eq 'a' foo", r"^The filter cannot be understood from 'foo' on\.$"),
    ],
)
def test_a_refusal_says_where_the_filter_stops_making_sense(text: str, sentence: str) -> None:
    with pytest.raises(ODataError, match=sentence):
        parse_filter(text)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("%x%", Q(name__icontains="x")),
        ("x%", Q(name__istartswith="x")),
        ("%x", Q(name__iendswith="x")),
        ("x", Q(name__iexact="x")),
        ("a_c%", Q(name__iregex=r"\Aa[\s\S]c[\s\S]*\Z")),
        ("[^a-m].%", Q(name__iregex=r"\A[^a-m]\.[\s\S]*\Z")),
    ],
)
def test_patterns_are_those_of_sql(pattern: str, expected: Q) -> None:
    assert to_q(Function("like", Path("name"), (Literal(pattern),)), Fields()) == expected


def test_values_of_loose_type_are_read_by_the_column() -> None:
    loose = LooseText
    assert to_integer(loose("5")) == 5
    assert to_boolean(loose("1")) is to_boolean(loose("True")) is True
    assert to_decimal(loose("1.50")) == Decimal("1.5")
    assert to_date(loose("2026-02-28")) == date(2026, 2, 28)
    assert to_date_and_time(loose("2026-02-28 10:00:00")) == datetime(2026, 2, 28, 10, tzinfo=UTC)
    assert to_guid(loose("{00000000-0000-0000-0000-00000000000A}")) == UUID(int=10)
    for convert in (to_integer, to_boolean, to_decimal, to_date, to_date_and_time, to_guid):
        with pytest.raises(ODataError):
            convert(loose("NaN"))


def test_the_other_literals_convert_or_refuse() -> None:
    assert to_boolean(True) is True
    assert to_date(date(2026, 1, 2)) == to_date(datetime(2026, 1, 2, tzinfo=UTC)) == date(2026, 1, 2)
    for convert in (to_boolean, to_date, to_decimal, to_guid):
        with pytest.raises(ODataError):
            convert("nothing of the kind")
