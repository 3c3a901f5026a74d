"""Carries out the requests of a batch.

All writes share one transaction with a savepoint for each, which costs a fraction of a commit for each; a
failed one rolls back its savepoint alone. Similar neighbours are written at once. Reads alone open no
transaction.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import transaction

from crm.business_rules.announcements import Gathering, gathered
from crm.models import InjectedFault
from crm.models.version import in_turn, take_turn
from crm.web_api.dispatch import handle
from crm.web_api.errors import error_response
from crm.web_api.faults import operation_faults, server_error_body, strikes
from crm.web_api.grouped_writes import MAX_GROUP, GroupKey, answer_together, group_key
from crm.web_api.impersonation import acting, names_another_user
from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from odata.batch import ChangeSet, ChangeSetResponse
from odata.errors import ODataError
from odata.http_message import InnerRequest, InnerResponse
from odata.multipart import bad_batch
from odata.references import resolve_binds, resolve_url

_ANY_ROOT = re.compile(r"(?:https?://[^/]+)?/api/data/v9\.\d/")
_READS = ("GET", "HEAD")
# Stands before numbers with decimals while a body is rewritten, so that they keep every digit.
_NUMBER = f"number-{uuid4()}-"

Part = InnerRequest | ChangeSet
PartResponse = InnerResponse | ChangeSetResponse
P = TypeVar("P", InnerRequest, Part)
R = TypeVar("R", InnerResponse, PartResponse)


def is_error(answer: PartResponse) -> bool:
    return isinstance(answer, InnerResponse) and answer.status >= 400


def _writes(part: Part) -> bool:
    return isinstance(part, ChangeSet) or part.method not in _READS


class BatchExecution:
    """One batch under way."""

    def __init__(self, request: ApiRequest) -> None:
        self._request = request
        self._faults: Sequence[InjectedFault] = operation_faults()
        self._struck: set[int] = set()

    def run(self, parts: Sequence[Part]) -> list[PartResponse]:
        if not any(_writes(part) for part in parts):
            return list(self._answers(parts, None))
        with in_turn(), gathered() as gathering:
            take_turn()
            return list(self._answers(parts, gathering))

    def _answers(self, parts: Sequence[Part], gathering: Gathering | None) -> Iterator[PartResponse]:
        for group in self._groups(parts):
            for answer in self._group_answers(
                group, gathering, lambda part: self._part_answer(part, gathering)
            ):
                yield answer
                if is_error(answer) and not self._request.preferences.continue_on_error:
                    return

    def _groups(self, parts: Sequence[P]) -> Iterator[list[P]]:
        """Neighbours that may be written at once."""
        for key, group in groupby(parts, key=self._group_key):
            members = list(group)
            size = 1 if key is None else MAX_GROUP
            yield from (members[start : start + size] for start in range(0, len(members), size))

    def _group_key(self, part: Part) -> GroupKey | None:
        if isinstance(part, ChangeSet) or self._faults or b"$" in part.body:
            return None
        try:
            inner = self._inner(part, {})
        except ODataError:  # its own answer will say so
            return None
        return group_key(inner) if inner.caller is self._request.caller else None

    def _group_answers(
        self, group: Sequence[P], gathering: Gathering | None, alone: Callable[[P], R]
    ) -> Iterator[R | InnerResponse]:
        """All at once; if that is refused, in halves, until the one that cannot be done is alone."""
        if len(group) == 1 or gathering is None:
            yield alone(group[0])
            return
        parts = [part for part in group if isinstance(part, InnerRequest)]
        try:
            with _step(gathering):
                answers = answer_together([self._inner(part, {}) for part in parts])
        except ODataError:
            middle = len(group) // 2
            yield from self._group_answers(group[:middle], gathering, alone)
            yield from self._group_answers(group[middle:], gathering, alone)
            return
        for part, answer in zip(parts, answers, strict=True):
            yield InnerResponse(answer.status, answer.headers, answer.body, part.content_id)

    def _part_answer(self, part: Part, gathering: Gathering | None) -> PartResponse:
        if self._faults:
            self._strike(part.requests if isinstance(part, ChangeSet) else [part])
        with _step(gathering) if gathering and _writes(part) else nullcontext(_Outcome()) as outcome:
            answer: PartResponse
            if isinstance(part, ChangeSet):
                answer = self._change_set(part, gathering)
            else:
                answer = self._single(part, {})
            outcome.failed = is_error(answer)
        return answer

    def _strike(self, requests: Sequence[InnerRequest]) -> None:
        """Decides whom faults hit before there is a savepoint, whose end would forget that they did."""
        root = urlsplit(self._request.root).path
        for request in requests:
            path = root + self._below_root(request.url).partition("?")[0]
            if any(strikes(fault, method=request.method, path=path) for fault in self._faults):
                self._struck.add(id(request))

    def _change_set(self, change_set: ChangeSet, gathering: Gathering | None) -> PartResponse:
        made: dict[str, str] = {}
        answers: list[InnerResponse] = []
        for group in self._groups(change_set.requests):
            found = self._group_answers(group, gathering, lambda part: self._single(part, made))
            for part, answer in zip(group, found, strict=True):
                if answer.status >= 400:
                    return answer
                if part.content_id:
                    made[part.content_id] = self._entity(part, answer, made)
                answers.append(answer)
        return ChangeSetResponse(tuple(answers))

    def _entity(self, part: InnerRequest, answer: InnerResponse, made: Mapping[str, str]) -> str:
        """The address below the root of what a request made or changed."""
        address = answer.headers.get("OData-EntityId") or resolve_url(self._below_root(part.url), made)
        return self._below_root(address).partition("?")[0]

    def _single(self, part: InnerRequest, made: Mapping[str, str]) -> InnerResponse:
        answer = self._answer(part, made)
        return InnerResponse(answer.status, answer.headers, answer.body, part.content_id)

    def _answer(self, part: InnerRequest, made: Mapping[str, str]) -> ApiResponse:
        if id(part) in self._struck:
            return json_response(server_error_body(), status=500)
        try:
            return handle(self._inner(part, made))
        except ODataError as error:
            return error_response(error, self._request)

    def _inner(self, part: InnerRequest, made: Mapping[str, str]) -> ApiRequest:
        path, _, query = resolve_url(self._below_root(part.url), made).partition("?")
        if path.lstrip("/").lower().startswith("$batch"):
            raise bad_batch("A batch must not contain a batch.")
        inner = replace(
            self._request,
            method=part.method,
            path=path,
            query=query,
            headers=part.headers,
            body=_with_references(part.body, made) if made else part.body,
        )
        own = self._request.caller.on_behalf_by is None and names_another_user(inner)
        return acting(inner) if own else inner

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
    try:
        with transaction.atomic(using="crm"):
            yield outcome
            if outcome.failed:
                transaction.set_rollback(True, using="crm")
                gathering.forget_after(mark)
    except ODataError:
        gathering.forget_after(mark)
        raise


def _with_references(body: bytes, made: Mapping[str, str]) -> bytes:
    """Binds by Content-ID; a body that is no JSON is left for its own request to refuse."""
    if b"$" not in body:
        return body
    try:
        content = json.loads(body, parse_float=lambda digits: _NUMBER + digits)
        text = json.dumps(resolve_binds(content, made))
    except (ValueError, RecursionError):
        return body
    return re.sub(f'"{_NUMBER}([^"]*)"', r"\1", text).encode()
