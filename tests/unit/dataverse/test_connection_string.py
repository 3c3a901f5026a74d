"""Connection strings of a CRM on premises: what they say, and the secrets that they lose."""

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_integration.dataverse.connection_string import (
    ConnectionString,
    read_connection_string,
    without_secret,
)
from crm_integration.dataverse.errors import DataverseError

READ = {
    "AuthType=AD;Url=https://crm.contoso.com/Contoso;Domain=CONTOSO;Username=anna;Password={PASSWORD}": (
        ConnectionString(
            auth_type="AD",
            url="https://crm.contoso.com/Contoso",
            domain="CONTOSO",
            user_name="anna",
            password="{PASSWORD}",
        )
    ),
    " authentication type = IFD ;ServiceUri=https://c.example; User Name=a@b.c ;AppId=x;ReplyUrl=app://y;;": (
        ConnectionString(
            auth_type="IFD",
            url="https://c.example",
            user_name="a@b.c",
            client_id="x",
            redirect_uri="app://y",
        )
    ),
    'Password="a;b=""c""";UserId=x': ConnectionString(user_name="x", password='a;b="c"'),
    "Password='it''s; so' ; UserId=x": ConnectionString(user_name="x", password="it's; so"),
    "Password=a=b": ConnectionString(password="a=b"),
    "ProxyVersion=9.1;LoginPrompt=Never;Domain=X": ConnectionString(domain="X"),
    " ;; Domain = X ; ;UserId= y\n": ConnectionString(domain="X", user_name="y"),
    'Domain="X Password=1"': ConnectionString(domain="X Password=1"),
    "": ConnectionString(),
}
REFUSED = {
    "just words": "connection_string_invalid",
    "AuthType=AD;Password=s3cret;more": "connection_string_invalid",
    'Password="s3cret': "connection_string_invalid",
    "AuthType=AD;Domain=CONTOSO Password=s3cret": "connection_string_invalid",
    "AuthType=AD Password=s3cret": "connection_string_invalid",
    "AuthType=IFD;ClientId=x client secret = s3cret": "connection_string_invalid",
    "LoginPrompt=Never Secret=s3cret": "connection_string_invalid",
    'Password="s3cret"x': "connection_string_invalid",
    "AuthType=IFD;ClientId=x_Client Secret=s3cret": "connection_string_invalid",
    'Password= "s3cret': "connection_string_invalid",
    "Password=s3cret;tail=more": "connection_string_word_unknown",
    "Integrated Security=true": "connection_string_word_unknown",
    "Username=a;User Id=b": "connection_string_word_twice",
}


@pytest.mark.parametrize(("text", "said"), READ.items())
def test_it_says(text: str, said: ConnectionString) -> None:
    assert read_connection_string(text) == said


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_is_no_connection_string_is_refused_without_its_values(text: str, code: str) -> None:
    with pytest.raises(DataverseError) as caught:
        read_connection_string(text)
    assert (caught.value.code, "s3cret" in str(caught.value), "tail" in str(caught.value)) == (
        code,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Domain=CONTOSO;Username=anna", r"CONTOSO\anna"),
        (r"Username=CONTOSO\anna", r"CONTOSO\anna"),
        (r"Domain=OTHER;Username=CONTOSO\anna", r"CONTOSO\anna"),
        ("Domain=CONTOSO;Username=anna@contoso.com", "anna@contoso.com"),
        ("Username=anna", "anna"),
    ],
)
def test_the_account_is_the_user_as_windows_knows_it(text: str, account: str) -> None:
    assert read_connection_string(text).account == account


@pytest.mark.parametrize(
    ("text", "kept", "secret"),
    [
        ("Username=a;Password=s3cret", "Username=a;Password={PASSWORD}", "s3cret"),
        ("Username=a;Password={PASSWORD}", "Username=a;Password={PASSWORD}", ""),
        ("ClientId=a;ClientSecret=x", "ClientId=a;ClientSecret={CLIENTSECRET}", "x"),
        ('Username="Password=a";Password=b', 'Username="Password=a";Password={PASSWORD}', "b"),
        ('Username="a;b";Password="s;t"', 'Username="a;b";Password={PASSWORD}', "s;t"),
    ],
)
def test_a_secret_gives_way_to_its_placeholder(text: str, kept: str, secret: str) -> None:
    assert without_secret(text) == (kept, secret)


def test_of_two_secrets_none_is_dropped_silently() -> None:
    with pytest.raises(DataverseError) as caught:
        without_secret("ClientId=a;Password=s3cret;ClientSecret=tail")
    assert (caught.value.code, "s3cret" in str(caught.value)) == ("connection_string_two_secrets", False)


@pytest.mark.parametrize("piece", [" ", ";", " ;", "= ", "a ", "'", '"', '""', "a=", "=' "])
def test_however_long_it_is_it_is_read_at_once(piece: str) -> None:
    started = process_time()
    for text in (piece * 20_000, f"Password={piece * 20_000}", f'Password="{piece * 20_000}'):
        with suppress(DataverseError):
            read_connection_string(text)
    assert process_time() - started < 2


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_password_can_be_said_in_quotation_marks(password: str) -> None:
    quoted = '"' + password.replace('"', '""') + '"'
    kept, secret = without_secret(f"Username=a;Password={quoted}")
    assert (kept, secret) == ("Username=a;Password={PASSWORD}", "" if password == "{PASSWORD}" else password)


def test_its_secrets_show_in_no_representation() -> None:
    assert "s3cret" not in repr(read_connection_string("Password=s3cret;ClientSecret=s3cret"))
