"""Windows authentication (NTLM) of a session: it is the connection that is signed in, not the request.

Each thread keeps a connection of its own, because a handshake is good only for the one that it was held on.
The network's own errors are raised as ``requests`` raises them, a refusal as DataverseError.
"""

import threading
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
import spnego
from requests.adapters import BaseAdapter, HTTPAdapter
from spnego.exceptions import SpnegoError

from crm_integration.dataverse.credentials import WindowsUser
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.transports import Timeout

# In the order in which they are preferred; Negotiate carries NTLM as well.
SCHEMES = ("NTLM", "Negotiate")


class NtlmAdapter(BaseAdapter):
    """Signs in on a connection as soon as the server asks; at most ``max_concurrent`` requests at a time."""

    def __init__(self, user: WindowsUser, *, max_concurrent: int) -> None:
        super().__init__()
        self._user = user
        self._turns = threading.BoundedSemaphore(max_concurrent)
        self._own = threading.local()

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Timeout = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Raises DataverseError (AUTHENTICATION): ``ntlm_not_offered``, ``windows_user_refused``."""
        how = {"stream": stream, "timeout": timeout, "verify": verify, "cert": cert, "proxies": proxies}
        with self._turns:
            answer = self._network.send(request, **how)
            return self._signed_in(request, answer, how) if answer.status_code == 401 else answer

    def close(self) -> None:
        """Closes the connection of the thread that calls; those of others end with their threads."""
        self._network.close()

    @property
    def _network(self) -> HTTPAdapter:
        if not hasattr(self._own, "network"):
            self._own.network = HTTPAdapter(pool_connections=1, pool_maxsize=1, pool_block=True)
        network: HTTPAdapter = self._own.network
        return network

    def _signed_in(
        self, request: requests.PreparedRequest, asked: requests.Response, how: Mapping[str, Any]
    ) -> requests.Response:
        scheme = _scheme_of(asked)
        _ = asked.content  # read to its end, so that the connection stays
        context = _handshake(self._user, request)
        opened = self._network.send(_with_token(_without_body(request), scheme, context.step()), **how)
        challenge = _challenge_of(opened, scheme)
        _ = opened.content
        answer = self._network.send(_with_token(request, scheme, _answer_to(context, challenge)), **how)
        if answer.status_code == 401:
            answer.close()
            raise _refused("windows_user_refused", "The server refused the user or the password.")
        return answer


def _handshake(user: WindowsUser, request: requests.PreparedRequest) -> spnego.ContextProxy:
    return spnego.client(
        user.account,
        user.password,
        hostname=urlsplit(request.url or "").hostname or "",
        service="http",
        protocol="ntlm",
        options=spnego.NegotiateOptions.use_ntlm,  # needs no libraries of the system
    )


def _scheme_of(answer: requests.Response) -> str:
    offered = [each.split(" ")[0] for each in _demands_of(answer)]
    scheme = next((each for each in SCHEMES if each.lower() in map(str.lower, offered)), "")
    if not scheme:
        answer.close()
        names = ", ".join(sorted(set(offered)))[:100]
        raise _refused("ntlm_not_offered", names or "nothing")
    return scheme


def _demands_of(answer: requests.Response) -> list[str]:
    """Each scheme of ``WWW-Authenticate`` with what belongs to it."""
    parts = answer.headers.get("WWW-Authenticate", "").split(",")
    return [part.strip() for part in parts if "=" not in part.split(" ")[0]]


def _challenge_of(answer: requests.Response, scheme: str) -> bytes:
    begin = f"{scheme} ".lower()
    tokens = [each[len(begin) :] for each in _demands_of(answer) if each.lower().startswith(begin)]
    try:
        return b64decode(tokens[0].strip(), validate=True)
    except (IndexError, NotBase64):
        answer.close()
        raise _refused("ntlm_not_offered", f"{scheme}, without a challenge") from None


def _answer_to(context: spnego.ContextProxy, challenge: bytes) -> bytes | None:
    try:
        return context.step(challenge)
    except SpnegoError:
        # What the library says may hold what it was given.
        raise _refused("ntlm_not_offered", "a challenge that cannot be understood") from None


def _with_token(
    request: requests.PreparedRequest, scheme: str, token: bytes | None
) -> requests.PreparedRequest:
    signed = request.copy()
    signed.headers["Authorization"] = f"{scheme} {b64encode(token or b'').decode()}"
    return signed


def _without_body(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """The same, for asking only: it would be refused with its body all the same."""
    empty = request.copy()
    empty.body = None
    empty.headers["Content-Length"] = "0"
    return empty


def _refused(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.AUTHENTICATION, code=code, message=message, status=401)
