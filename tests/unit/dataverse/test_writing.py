"""Writing by batch: each operation has its own result, and a second attempt has no second effect."""

import json
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
import requests
import responses

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create, Delete, Operation, OperationResult, Retrieve, Update
from crm_integration.table_mapping.values import LookupValue
from odata.batch import ChangeSet, ChangeSetResponse, parse_batch, render_batch
from odata.http_message import InnerRequest, InnerResponse
from tests.unit.dataverse.conftest import API, Clock

A, B, C, D = (UUID(int=number) for number in (10, 11, 12, 13))
Answer = InnerResponse | ChangeSetResponse
Script = Callable[[list[InnerRequest | ChangeSet]], list[Answer]]


def saved(id: UUID, version: int = 7, **values: object) -> InnerResponse:
    body = {"@odata.etag": f'W/"{version}"', "accountid": str(id), **values}
    return InnerResponse(200, {"Content-Type": "application/json"}, json.dumps(body).encode())


def refused(status: int, code: str, message: str = "no", **headers: str) -> InnerResponse:
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    return InnerResponse(status, {"Content-Type": "application/json", **headers}, body)


def answer_batches(network: responses.RequestsMock, script: Script) -> list[list[InnerRequest | ChangeSet]]:
    """Answers every batch by the script and returns what was asked, batch by batch."""
    asked: list[list[InnerRequest | ChangeSet]] = []

    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        parts = parse_batch(request.body, request.headers["Content-Type"])  # type: ignore[arg-type]
        asked.append(parts)
        body = render_batch(script(parts), "batchresponse_1")
        return 200, {"Content-Type": "multipart/mixed; boundary=batchresponse_1"}, body

    network.add_callback(responses.POST, f"{API}$batch", callback=answer, content_type=None)
    return asked


def errors(results: list[OperationResult]) -> list[tuple[Cure, str] | None]:
    return [(result.error.cure, result.error.code) if result.error else None for result in results]


def create(id: UUID, name: str = "Fabrikam") -> Create:
    return Create("accounts", id, {"name": name}, select=("name",))


def test_each_operation_says_what_must_be_there_before(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    asked = answer_batches(network, lambda parts: [saved(A)] * len(parts))
    values = {"creditlimit": Decimal("10.50"), "primarycontactid": LookupValue(B, "contact")}
    client.execute(
        [create(A), Update("accounts", B, values, version=3), Update("accounts", C, {}, select=("name",))]
    )
    client.execute(
        [Delete("accounts", D, version=9), Delete("accounts", D), Retrieve("accounts", A, ("name",))]
    )
    seen = [
        (part.method, part.url, part.headers.get("if-none-match") or part.headers.get("if-match"), part.body)
        for batch in asked
        for part in batch
        if isinstance(part, InnerRequest)
    ]
    bind = f'{{"creditlimit":10.50,"primarycontactid@odata.bind":"/contacts({B})"}}'.encode()
    root = "/api/data/v9.2/accounts"
    assert seen == [
        ("PATCH", f"{root}({A})?$select=name", "*", b'{"name":"Fabrikam"}'),
        ("PATCH", f"{root}({B})", 'W/"3"', bind),
        ("PATCH", f"{root}({C})?$select=name", "*", b"{}"),
        ("DELETE", f"{root}({D})", 'W/"9"', b""),
        ("DELETE", f"{root}({D})", None, b""),
        ("GET", f"{root}({A})?$select=name", None, b""),
    ]
    first = asked[0][0]
    assert isinstance(first, InnerRequest)
    assert first.headers["prefer"].startswith("return=representation,odata.include-annotations=")
    assert [call.request.headers["Prefer"] for call in network.calls] == ["odata.continue-on-error"] * 2


def test_one_bad_record_does_not_fail_its_neighbours(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    answers: list[Answer] = [
        saved(A, version=8, name="Fabrikam"),
        refused(400, "0x80044331", "A validation error: name is too long"),
        InnerResponse(204),
    ]
    answer_batches(network, lambda parts: answers)
    results = client.execute([create(A), create(B), Update("accounts", C, {"name": "x"})])
    assert errors(results) == [None, (Cure.REJECTED, "0x80044331"), None]
    assert [result.succeeded for result in results] == [True, False, True]
    assert results[0].row is not None
    assert (results[0].row.version, results[0].row.values["name"]) == (8, "Fabrikam")
    assert results[2].row is None


def test_conflicts_are_results(network: responses.RequestsMock, client: DataverseClient) -> None:
    answers: list[Answer] = [
        refused(412, "0x80040237"),
        refused(412, "0x80060882"),
        refused(404, "0x80040217"),
    ]
    answer_batches(network, lambda parts: answers)
    operations: list[Operation] = [create(A), Update("accounts", B, {}, version=1), Delete("accounts", C)]
    assert errors(client.execute(operations)) == [
        (Cure.DUPLICATE, "0x80040237"),
        (Cure.CONCURRENCY, "0x80060882"),
        (Cure.NOT_FOUND, "0x80040217"),
    ]


def test_a_create_that_meets_any_version_of_its_record_is_a_duplicate(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    answer_batches(network, lambda parts: [refused(412, "0x80060882")] * 2)
    assert errors(client.execute([create(A), create(B)])) == [(Cure.DUPLICATE, "0x80060882")] * 2


def test_one_throttled_operation_is_transient_for_itself_alone(
    network: responses.RequestsMock, client: DataverseClient, clock: Clock
) -> None:
    throttled = refused(429, "0x80072322", **{"Retry-After": "4"})
    answers: list[InnerResponse | ChangeSetResponse] = [saved(A), throttled, refused(503, "")]
    answer_batches(network, lambda parts: answers[-len(parts) :])
    results = client.execute([create(A), create(B), create(C)])
    assert errors(results) == [None, (Cure.TRANSIENT, "0x80072322"), (Cure.TRANSIENT, "http_503")]
    assert results[1].error is not None
    assert (results[1].error.retry_after, clock.naps) == (4.0, [])


def test_many_operations_go_in_several_batches(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    asked = answer_batches(network, lambda parts: [saved(A)] * len(parts))
    results = client.execute([create(UUID(int=number)) for number in range(8)])
    assert [len(batch) for batch in asked] == [3, 3, 2]
    assert len(results) == 8


def test_a_lost_answer_repeats_the_whole_batch(
    network: responses.RequestsMock, client: DataverseClient, clock: Clock
) -> None:
    network.post(f"{API}$batch", body=requests.ConnectionError("reset"))
    answer_batches(network, lambda parts: [refused(412, "0x80040237"), saved(B)])
    results = client.execute([create(A), create(B)])
    assert errors(results) == [(Cure.DUPLICATE, "0x80040237"), None]
    assert clock.naps == [0.5]


def test_when_the_crm_stays_away_the_rest_is_not_sent_and_what_was_done_is_told(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    done = [0]

    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        done[0] += 1
        if done[0] > 1:
            return 503, {}, b""
        kind = {"Content-Type": "multipart/mixed; boundary=batchresponse_1"}
        return 200, kind, render_batch([saved(A)] * 3, "batchresponse_1")

    network.add_callback(responses.POST, f"{API}$batch", callback=answer, content_type=None)
    results = client.execute([create(UUID(int=number)) for number in range(9)])
    assert errors(results) == [None] * 3 + [(Cure.TRANSIENT, "http_503")] * 6
    assert len(network.calls) == 1 + 5


@pytest.mark.parametrize(("status", "cure"), [(401, "authentication"), (413, "configuration")])
def test_what_stops_everything_is_raised(
    network: responses.RequestsMock, client: DataverseClient, status: int, cure: str
) -> None:
    network.post(f"{API}$batch", status=status)
    with pytest.raises(DataverseError) as caught:
        client.execute([create(A), create(B)])
    assert caught.value.cure is Cure(cure)


@pytest.mark.parametrize(("status", "code"), [(400, "http_400"), (404, "http_404")])
def test_a_refusal_of_the_batch_itself_blames_no_record(
    network: responses.RequestsMock, client: DataverseClient, status: int, code: str
) -> None:
    network.post(f"{API}$batch", status=status)
    with pytest.raises(DataverseError) as caught:
        client.execute([create(A), create(B)])
    assert (caught.value.cure, caught.value.code) == (Cure.CONFIGURATION, code)


def test_an_answer_that_lacks_a_part_leaves_that_operation_open(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    answers: list[InnerResponse | ChangeSetResponse] = [saved(A)]
    answer_batches(network, lambda parts: answers[: len(parts) - 1])
    assert errors(client.execute([create(A), create(B)])) == [None, (Cure.TRANSIENT, "no_answer")]


def test_nothing_to_do_sends_nothing(network: responses.RequestsMock, client: DataverseClient) -> None:
    assert client.execute([]) == []
    assert client.execute_atomically([]) == []


@pytest.mark.parametrize(
    ("status", "code", "cure"),
    [(412, "0x80040237", "duplicate"), (400, "0x80044331", "rejected"), (403, "0x80040220", "privilege")],
)
def test_a_single_operation_needs_no_batch_and_has_the_same_results(
    network: responses.RequestsMock, client: DataverseClient, status: int, code: str, cure: str
) -> None:
    network.patch(f"{API}accounts({A})", status=status, json={"error": {"code": code, "message": "no"}})
    assert errors(client.execute([create(A)])) == [(Cure(cure), code)]
    assert network.calls[0].request.headers["If-None-Match"] == "*"


def test_a_single_operation_that_stays_without_answer_is_a_result_too(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    network.patch(f"{API}accounts({A})", body=requests.ConnectionError("reset"))
    assert errors(client.execute([create(A)])) == [(Cure.TRANSIENT, "connection_lost")]
    assert len(network.calls) == 5


def test_a_change_set_is_one_effect(network: responses.RequestsMock, client: DataverseClient) -> None:
    def script(parts: list[InnerRequest | ChangeSet]) -> list[Answer]:
        [change_set] = parts
        assert isinstance(change_set, ChangeSet)
        assert [part.content_id for part in change_set.requests] == ["1", "2"]
        second, first = saved(B, name="b"), saved(A, name="a")
        return [
            ChangeSetResponse(
                (
                    InnerResponse(second.status, second.headers, second.body, content_id="2"),
                    InnerResponse(first.status, first.headers, first.body, content_id="1"),
                )
            )
        ]

    answer_batches(network, script)
    results = client.execute_atomically([create(A), create(B)])
    assert [result.row.id for result in results if result.row] == [A, B]


def test_a_change_set_that_failed_raises_the_error_that_failed_it(
    network: responses.RequestsMock, client: DataverseClient
) -> None:
    answer_batches(network, lambda parts: [refused(412, "0x80060882")])
    with pytest.raises(DataverseError) as caught:
        client.execute_atomically([create(A), Update("accounts", B, {}, version=1)])
    assert (caught.value.cure, caught.value.code) == (Cure.CONCURRENCY, "0x80060882")


def test_a_change_set_cannot_read(client: DataverseClient) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        client.execute_atomically([Retrieve("accounts", A)])
