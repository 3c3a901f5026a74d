"""Which environments are accepted and which links belong to them."""

import pytest

from crm_integration.dataverse.environment import belongs_to, check_environment_url, is_embedded, token_url
from crm_integration.dataverse.errors import Cure, DataverseError

CONTOSO = "https://contoso.crm4.dynamics.com"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (CONTOSO, CONTOSO),
        (f" {CONTOSO}/ ", CONTOSO),
        ("HTTPS://Contoso.CRM4.dynamics.com:443", CONTOSO),
        ("https://crm.example.org:8443", "https://crm.example.org:8443"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
        ("http://localhost:8001/", "http://localhost:8001"),
        ("http://embedded.localhost", "http://embedded.localhost"),
    ],
)
def test_an_accepted_url_has_one_spelling(text: str, url: str) -> None:
    assert check_environment_url(text) == url


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "url_missing"),
        ("   ", "url_missing"),
        ("contoso", "url_invalid"),
        ("ftp://contoso.crm4.dynamics.com", "url_invalid"),
        ("https://", "url_invalid"),
        ("https://user:password@contoso.crm4.dynamics.com", "url_invalid"),
        ("https://contoso.crm4.dynamics.com:port", "url_invalid"),
        ("https://evil.org\\.contoso.crm4.dynamics.com", "url_invalid"),
        ("https://[::1", "url_invalid"),
        ("http://contoso.crm4.dynamics.com", "url_not_https"),
        ("http://10.0.0.5", "url_not_https"),
        ("http://embedded.localhost:8080", "url_not_https"),
        ("http://embedded.localhost.evil.org", "url_not_https"),
        (f"{CONTOSO}/main.aspx?appid=1", "url_has_path"),
        (f"{CONTOSO}/api/data/v9.2/", "url_has_path"),
    ],
)
def test_any_other_url_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(DataverseError) as caught:
        check_environment_url(text)
    assert (caught.value.code, caught.value.cure) == (code, Cure.CONFIGURATION)
    assert "password" not in str(caught.value)


def test_an_online_environment_signs_in_at_its_cloud_and_every_other_at_itself() -> None:
    microsoft = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"
    assert token_url(environment_url=CONTOSO, tenant="contoso.com") == microsoft
    own = "http://127.0.0.1:8001/t-1/oauth2/v2.0/token"
    assert token_url(environment_url="http://127.0.0.1:8001", tenant="t-1") == own
    lookalike = token_url(environment_url="https://dynamics.com.evil.org", tenant="t")
    assert lookalike.startswith("https://dynamics.com.evil.org/")


@pytest.mark.parametrize("tenant", ["", "../common", "a/b", "a?b", "a b", "-", "x" * 300])
def test_a_tenant_cannot_reshape_the_token_url(tenant: str) -> None:
    with pytest.raises(DataverseError) as caught:
        token_url(environment_url=CONTOSO, tenant=tenant)
    assert caught.value.code == "tenant_invalid"


@pytest.mark.parametrize(
    ("link", "belongs"),
    [
        (f"{CONTOSO}/api/data/v9.2/accounts?$skiptoken=x", True),
        (f"{CONTOSO}:443/api/data/v9.2/accounts", True),
        (f"{CONTOSO}/elsewhere", False),
        ("http://contoso.crm4.dynamics.com/api/data/v9.2/accounts", False),
        (f"{CONTOSO}.evil.org/api/data/v9.2/accounts", False),
        ("https://contoso.crm4.dynamics.com@evil.org/api/data/v9.2/accounts", False),
        ("/api/data/v9.2/accounts", False),
        ("", False),
    ],
)
def test_a_link_belongs_to_an_environment_only_with_its_exact_origin(link: str, belongs: bool) -> None:
    assert belongs_to(link, environment_url=CONTOSO) is belongs


def test_the_reserved_host_is_the_embedded_crm() -> None:
    assert is_embedded("http://embedded.localhost/")
    assert not is_embedded(CONTOSO)
