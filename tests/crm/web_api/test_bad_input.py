"""Whatever is asked, the answer is an answer: never a failure of the server."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.demo.factories import AccountFactory
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = (
    "name statecode creditlimit modifiedon _ownerid_value primarycontactid/fullname sic eq ne gt and or not "
    "( ) , ' 'x' 1 1.5 null true 2026-01-01 contains(name,'x') in accountid extra__sic pk password"
)
words = st.sampled_from(WORDS.split())
texts = st.text(max_size=30)
values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
COLUMNS = (
    "name sic creditlimit revenue statecode statuscode numberofemployees creditonhold address1_latitude "
    "lastonholdtime stageid ownerid@odata.bind primarycontactid@odata.bind primarycontactid entityimage_url "
    "versionnumber extra pk @odata.type name@odata.type x@y"
)
columns = st.sampled_from(COLUMNS.split())


def answered(answer: Any) -> None:
    assert answer.status_code < 500 or answer.status_code == 501, answer.content


@FEW
@given(st.lists(words, max_size=8).map(" ".join) | texts)
def test_any_filter(api: WebApi, crm: Crm, text: str) -> None:
    answered(api.call("GET", f"accounts?$filter={quote(text, errors='surrogatepass')}"))


@FEW
@given(
    st.sampled_from(["$select", "$orderby", "$expand", "$top", "$skiptoken", "$deltatoken", "$count"]),
    texts | words,
)
def test_any_option(api: WebApi, crm: Crm, option: str, text: str) -> None:
    answered(api.call("GET", f"accounts?{option}={quote(text, errors='surrogatepass')}"))


@FEW
@given(texts)
def test_any_path(api: WebApi, crm: Crm, text: str) -> None:
    answered(api.call("GET", quote(text, safe="/()'=,$", errors="surrogatepass")))


@FEW
@given(st.dictionaries(columns | texts, values, max_size=4))
def test_any_values(api: WebApi, crm: Crm, content: dict[str, Any]) -> None:
    account = AccountFactory.create(name="Target")
    body = json.dumps(content).encode()
    answered(api.call("PATCH", f"accounts({account.pk})", body))
    answered(api.call("POST", "accounts", body))
