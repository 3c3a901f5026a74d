"""Many operations in one request by ``$batch``, each with its own result, or all of them in one change set.

A lost answer is no reason to fear: every operation may be repeated, so the whole batch is. What the first
attempt did shows as DUPLICATE or CONCURRENCY in the results of the second.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

import requests

from crm_integration.dataverse.errors import Cure, DataverseError, error_from_answer
from crm_integration.dataverse.exchange import answered_json
from crm_integration.dataverse.operations import (
    Operation,
    OperationResult,
    Retrieve,
    below,
    failed,
    request_of,
    result_of,
    understood,
)
from crm_integration.dataverse.sender import NETWORK_URL_LENGTH, Sender, seconds_of
from crm_integration.dataverse.values import object_of
from odata.batch import ChangeSet, ChangeSetResponse, parse_responses, render_requests
from odata.http_message import InnerRequest, InnerResponse

T = TypeVar("T")
REPEATS = 3
Answers = list[InnerResponse | ChangeSetResponse]
# What these say of a whole batch has nothing to do with any record in it.
ABOUT_RECORDS = frozenset({Cure.REJECTED, Cure.NOT_FOUND, Cure.CONCURRENCY, Cure.DUPLICATE})


def execute(sender: Sender, operations: Sequence[Operation], *, batch_size: int) -> list[OperationResult]:
    """Returns one result per operation. Once a whole batch stays without answer, the rest is not sent:
    all of it has that transient error. Credentials and configuration are raised.
    """
    results: list[OperationResult] = []
    for start in range(0, len(operations), batch_size):
        chunk = operations[start : start + batch_size]
        try:
            found = _one(sender, chunk[0]) if len(chunk) == 1 else _each(sender, chunk)
        except DataverseError as error:
            if error.cure is not Cure.TRANSIENT:
                raise
            return results + [failed(operation, error) for operation in operations[start:]]
        results += _stragglers(sender, chunk, found)
    return results


def _stragglers(
    sender: Sender, operations: Sequence[Operation], results: Sequence[OperationResult]
) -> list[OperationResult]:
    """Repeats, no more than ``REPEATS`` times, the operations of a batch that met something transient.

    Where all of them did, or the CRM says how long to wait, it is left to the caller.
    """
    known = list(results)
    for _ in range(REPEATS):
        again = [index for index, result in enumerate(known) if _is_worth_repeating(result)]
        if not again or len(again) == len(known):
            break
        try:
            repeated = _each(sender, [operations[index] for index in again])
        except DataverseError as error:
            if error.cure is not Cure.TRANSIENT:
                raise
            break
        for index, result in zip(again, repeated, strict=True):
            known[index] = result
    return known


def _is_worth_repeating(result: OperationResult) -> bool:
    error = result.error
    return error is not None and error.cure is Cure.TRANSIENT and error.retry_after is None


def _one(sender: Sender, operation: Operation) -> list[OperationResult]:
    try:
        answer = sender.send(request_of(operation, sender.tables), understand=lambda answer: answer)
    except DataverseError as error:
        if error.status is None or error.status < 400 or error.cure is Cure.AUTHENTICATION:
            raise
        return [failed(operation, error)]
    return [result_of(operation, sender.tables, status=answer.status_code, body=answer.content)]


def _each(sender: Sender, operations: Sequence[Operation]) -> list[OperationResult]:
    parts = [below(sender.api_path, request_of(operation, sender.tables)) for operation in operations]
    try:
        answers = _send(sender, parts, understand=lambda answers: answers)
    except DataverseError as error:
        raise _about_the_batch(error) from None
    return [
        _result(sender, operation, answers[index] if index < len(answers) else None)
        for index, operation in enumerate(operations)
    ]


def _about_the_batch(error: DataverseError) -> DataverseError:
    if error.cure not in ABOUT_RECORDS:
        return error
    return DataverseError(
        cure=Cure.CONFIGURATION, code=error.code, message=error.message, status=error.status
    )


def _result(
    sender: Sender, operation: Operation, answer: InnerResponse | ChangeSetResponse | None
) -> OperationResult:
    if not isinstance(answer, InnerResponse):
        return failed(
            operation,
            DataverseError(
                cure=Cure.TRANSIENT, code="no_answer", message="The batch's answer lacks this part."
            ),
        )
    wait = seconds_of(answer.headers.get("retry-after"))
    return result_of(operation, sender.tables, status=answer.status, body=answer.body, retry_after=wait)


def execute_atomically(sender: Sender, operations: Sequence[Operation]) -> list[OperationResult]:
    """Returns one result per operation; raises the DataverseError of the operation that failed."""
    if any(isinstance(operation, Retrieve) for operation in operations):
        raise ValueError("A change set cannot read.")
    if not operations:
        return []
    change_set = ChangeSet(
        tuple(
            below(sender.api_path, request_of(operation, sender.tables), content_id=str(number))
            for number, operation in enumerate(operations, start=1)
        )
    )
    answers = _send(sender, [change_set], understand=_happened)
    by_id = {answer.content_id: answer for answer in answers}
    ordered = [by_id.get(str(number)) or answers[number - 1] for number in range(1, len(operations) + 1)]
    return [_result(sender, operation, answer) for operation, answer in zip(operations, ordered, strict=True)]


def _happened(answers: Answers) -> tuple[InnerResponse, ...]:
    first = answers[0]
    if isinstance(first, ChangeSetResponse):
        return first.responses
    raise _inner_error(first)


def read(sender: Sender, request: InnerRequest) -> dict[str, Any]:
    """Returns the JSON of a GET; one with a URL longer than servers accept travels inside a batch."""
    if len(sender.absolute(request.url)) <= NETWORK_URL_LENGTH:
        return sender.send(request, understand=answered_json)
    rooted = request if request.url.startswith(sender.environment_url) else below(sender.api_path, request)
    return _send(sender, [rooted], understand=_only_body)


def _only_body(answers: Answers) -> dict[str, Any]:
    answer = answers[0]
    if isinstance(answer, ChangeSetResponse) or answer.status >= 400:
        raise _inner_error(answer)
    return object_of(answer.body)


def _inner_error(answer: InnerResponse | ChangeSetResponse) -> DataverseError:
    if isinstance(answer, ChangeSetResponse):
        raise TypeError("A change set was answered where none was asked for.")
    wait = seconds_of(answer.headers.get("retry-after"))
    return error_from_answer(status=answer.status, body=object_of(answer.body), retry_after=wait)


def _send(
    sender: Sender,
    parts: Sequence[InnerRequest | ChangeSet],
    *,
    understand: Callable[[Answers], T],
) -> T:
    """Asked to go on, the CRM answers 200 whatever failed, and each failure stands in its own part: otherwise
    the status of the whole would hide the code and the sentence of the part.
    """
    boundary = f"batch_{uuid4()}"
    headers = {
        "Content-Type": f"multipart/mixed; boundary={boundary}",
        "Prefer": "odata.continue-on-error",
    }
    request = InnerRequest(
        method="POST", url="$batch", headers=headers, body=render_requests(parts, boundary)
    )
    return sender.send(request, understand=lambda answer: understood(lambda: understand(_answers(answer))))


def _answers(answer: requests.Response) -> Answers:
    return parse_responses(answer.content, answer.headers.get("Content-Type", ""))
