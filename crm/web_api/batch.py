"""``$batch``: many requests in one. Each write stands by itself, a change set stands or falls as one.

All writes of a batch share one transaction with a savepoint for each, which costs a fraction of a commit for
each; a failed one rolls back its savepoint alone. Reads alone open no transaction.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction

from crm.business_rules.announcements import Gathering, gathered
from crm.models import InjectedFault
from crm.models.version import take_versions
from crm.web_api.dispatch import handle
from crm.web_api.errors import error_response
from crm.web_api.faults import operation_faults, server_error_body, strikes
from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from odata.batch import ChangeSet, ChangeSetResponse, parse_batch, render_batch
from odata.errors import ODataError
from odata.http_message import InnerRequest, InnerResponse
from odata.multipart import bad_batch
from odata.references import resolve_binds, resolve_url

_ANY_ROOT = re.compile(r"(?:https?://[^/]+)?/api/data/v9\.\d/")
_READS = ("GET", "HEAD")

Part = InnerRequest | ChangeSet
PartResponse = InnerResponse | ChangeSetResponse


def handle_batch(request: ApiRequest) -> ApiResponse:
    """Answers a batch; by default it ends at the first request that fails, with that request's status."""
    try:
        parts = parse_batch(request.body, request.headers.get("content-type", ""))
    except ODataError as error:
        return error_response(error, request)
    answers = _Execution(request).run(parts)
    goes_on = request.preferences.continue_on_error
    boundary = f"batchresponse_{uuid4()}"
    headers = {"Content-Type": f"multipart/mixed; boundary={boundary}", "OData-Version": "4.0"}
    if goes_on:
        headers["Preference-Applied"] = request.preferences.applied()
    failed = None if goes_on else next((answer for answer in answers if _is_error(answer)), None)
    status = failed.status if isinstance(failed, InnerResponse) else 200
    return ApiResponse(status, headers, render_batch(answers, boundary))


def _is_error(answer: PartResponse) -> bool:
    return isinstance(answer, InnerResponse) and answer.status >= 400


def _writes(part: Part) -> bool:
    return isinstance(part, ChangeSet) or part.method not in _READS


class _Execution:
    """One batch under way."""

    def __init__(self, request: ApiRequest) -> None:
        self._request = request
        self._faults: Sequence[InjectedFault] = operation_faults()

    def run(self, parts: Sequence[Part]) -> list[PartResponse]:
        if not any(_writes(part) for part in parts):
            return list(self._answers(parts, None))
        with transaction.atomic(using="crm"), gathered() as gathering:
            take_versions(0)  # every writer takes its turn before it locks a record
            return list(self._answers(parts, gathering))

    def _answers(self, parts: Sequence[Part], gathering: Gathering | None) -> Iterator[PartResponse]:
        for part in parts:
            with _step(gathering) if gathering and _writes(part) else nullcontext(_Outcome()) as outcome:
                answer = self._change_set(part) if isinstance(part, ChangeSet) else self._single(part, {})
                outcome.failed = _is_error(answer)
            yield answer
            if outcome.failed and not self._request.preferences.continue_on_error:
                return

    def _change_set(self, change_set: ChangeSet) -> PartResponse:
        made: dict[str, str] = {}
        answers = []
        for part in change_set.requests:
            answer = self._single(part, made)
            if answer.status >= 400:
                return answer
            if part.content_id:
                made[part.content_id] = self._entity(part, answer, made)
            answers.append(answer)
        return ChangeSetResponse(tuple(answers))

    def _entity(self, part: InnerRequest, answer: InnerResponse, made: Mapping[str, str]) -> str:
        """The address below the root of what a request made or changed."""
        address = answer.headers.get("OData-EntityId") or resolve_url(part.url, made)
        return self._below_root(address).partition("?")[0]

    def _single(self, part: InnerRequest, made: Mapping[str, str]) -> InnerResponse:
        answer = self._answer(part, made)
        return InnerResponse(answer.status, answer.headers, answer.body, part.content_id)

    def _answer(self, part: InnerRequest, made: Mapping[str, str]) -> ApiResponse:
        try:
            request = self._inner(part, made)
        except ODataError as error:
            return error_response(error, self._request)
        path = urlsplit(request.root).path + request.path
        if any(strikes(fault, method=request.method, path=path) for fault in self._faults):
            return json_response(server_error_body(), status=500)
        return handle(request)

    def _inner(self, part: InnerRequest, made: Mapping[str, str]) -> ApiRequest:
        path, _, query = self._below_root(resolve_url(part.url, made)).partition("?")
        if path.lstrip("/").lower().startswith("$batch"):
            raise bad_batch("A batch must not contain a batch.")
        return replace(
            self._request,
            method=part.method,
            path=path,
            query=query,
            headers=part.headers,
            body=_with_references(part.body, made) if made else part.body,
        )

    def _below_root(self, url: str) -> str:
        if url.startswith(self._request.root):
            return url.removeprefix(self._request.root)
        match = _ANY_ROOT.match(url)
        return url[match.end() :] if match else url.lstrip("/")


class _Outcome:
    failed = False


@contextmanager
def _step(gathering: Gathering) -> Iterator[_Outcome]:
    """A savepoint that is rolled back, announcements included, if the step failed."""
    outcome, mark = _Outcome(), len(gathering.announcements)
    with transaction.atomic(using="crm"):
        yield outcome
        if outcome.failed:
            transaction.set_rollback(True, using="crm")
            gathering.forget_after(mark)


def _with_references(body: bytes, made: Mapping[str, str]) -> bytes:
    """Binds by Content-ID; a body that is no JSON is left for its own request to refuse."""
    if b"$" not in body:
        return body
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return body
    return json.dumps(resolve_binds(content, made)).encode()
