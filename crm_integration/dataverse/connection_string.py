"""Connection strings of Dynamics 365 on premises: ``AuthType=AD;Url=https://…;Username=…;Password={PASSWORD}``.

The words are those of Microsoft's own clients; a value in quotes may hold semicolons, a doubled quote is one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from crm_integration.dataverse.errors import Cure, DataverseError

PASSWORD, CLIENT_SECRET = "{PASSWORD}", "{CLIENTSECRET}"
# The words that mean the same; blanks in them and their case do not count.
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "AuthType": ("authtype", "authenticationtype"),
    "Url": ("url", "serviceuri", "server"),
    "Domain": ("domain",),
    "Username": ("username", "userid"),
    "Password": ("password",),
    "ClientId": ("clientid", "appid", "applicationid"),
    "ClientSecret": ("clientsecret", "secret"),
    "Resource": ("resource",),
    "RedirectUri": ("redirecturi", "replyurl"),
}
# Of how Microsoft's clients work; they mean nothing here.
WITHOUT_MEANING: Final = frozenset(
    {"proxyversion", "loginprompt", "requirenewinstance", "skipdiscovery", "tokencachestorepath"}
)
_NAMES: Final = {word: name for name, words in WORDS.items() for word in words}
_BETWEEN: Final = re.compile(r"[;\s]*+")
# Possessive throughout: whatever was typed is read once.
_PAIR: Final = re.compile(
    r"""(?P<key>[^=;]*+)=\s*+(?:"(?P<double>(?:[^"]|"")*+)"\s*+|'(?P<single>(?:[^']|'')*+)'\s*+|(?P<bare>(?!["'])[^;]*+))(?:;|\Z)"""
)
# A value in which a secret begins: the semicolon before it was forgotten.
_HOLDS_SECRET: Final = re.compile(r"(?:password|secret)\s*=", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ConnectionString:
    """What it says; blank is what it does not say."""

    auth_type: str = ""
    url: str = ""
    domain: str = ""
    user_name: str = ""
    password: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    resource: str = ""
    redirect_uri: str = ""

    @property
    def account(self) -> str:
        r"""The user as Windows knows it: ``DOMAIN\user``, or an e-mail address."""
        is_whole = not self.domain or "\\" in self.user_name or "@" in self.user_name
        return self.user_name if is_whole else f"{self.domain}\\{self.user_name}"


def read_connection_string(text: str) -> ConnectionString:
    """Raises DataverseError: ``connection_string_invalid``, ``connection_string_word_unknown`` or
    ``connection_string_word_twice``. No message of theirs holds a value.
    """
    said = dict(_pairs(text))
    return ConnectionString(
        auth_type=said.get("AuthType", ""),
        url=said.get("Url", ""),
        domain=said.get("Domain", ""),
        user_name=said.get("Username", ""),
        password=said.get("Password", ""),
        client_id=said.get("ClientId", ""),
        client_secret=said.get("ClientSecret", ""),
        resource=said.get("Resource", ""),
        redirect_uri=said.get("RedirectUri", ""),
    )


def string_of(said: ConnectionString) -> str:
    """Returns the text that says who signs in as what; it holds no secret."""
    facts = {
        "Domain": said.domain,
        "Username": said.user_name,
        "ClientId": said.client_id,
        "Resource": said.resource,
    }
    return ";".join(f"{name}={_quoted(value)}" for name, value in facts.items() if value)


def without_secret(text: str) -> tuple[str, str]:
    """Returns the text with a placeholder where a secret stood, and the secret; blank if it held none.

    Raises DataverseError as ``read_connection_string``, and ``connection_string_two_secrets``.
    """
    secret, pairs = "", []
    for name, value in _pairs(text):
        placeholder = {"Password": PASSWORD, "ClientSecret": CLIENT_SECRET}.get(name)
        if placeholder is None or value in ("", placeholder):
            pairs.append(f"{name}={_quoted(value)}")
            continue
        if secret:
            raise _refused("connection_string_two_secrets", "Only one secret can be kept.")
        secret = value
        pairs.append(f"{name}={placeholder}")
    return ";".join(pairs), secret


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    position = _end_of_blanks(text, 0)
    while position < len(text):
        found = _PAIR.match(text, position)
        if found is None or _HOLDS_SECRET.search(found["bare"] or ""):
            raise _refused("connection_string_invalid", "It is no list of words with values.")
        position = _end_of_blanks(text, found.end())
        name = _name_of(found["key"])
        if name and name in dict(pairs):
            raise _refused("connection_string_word_twice", name)
        if name:
            pairs.append((name, _value_of(found)))
    return pairs


def _end_of_blanks(text: str, position: int) -> int:
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


def _name_of(key: str) -> str:
    """Blank for a word that means nothing here."""
    plain = re.sub(r"\s", "", key).lower()
    if plain in WITHOUT_MEANING:
        return ""
    if plain not in _NAMES:
        # What stands before the sign may be a piece of a password that was not put in quotes.
        raise _refused("connection_string_word_unknown", ", ".join(WORDS))
    return _NAMES[plain]


def _value_of(found: re.Match[str]) -> str:
    if found["double"] is not None:
        return found["double"].replace('""', '"')
    if found["single"] is not None:
        return found["single"].replace("''", "'")
    return (found["bare"] or "").strip()


def _quoted(value: str) -> str:
    is_plain = ";" not in value and value.strip() == value and not value.startswith(('"', "'"))
    needs_quotes = not is_plain or _HOLDS_SECRET.search(value)
    return '"' + value.replace('"', '""') + '"' if needs_quotes else value


def _refused(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
