"""Every refusal has one cure, decided by code before status and by status before text."""

import pickle

import pytest

from crm_integration.dataverse.errors import Cure, DataverseError, DeltaTokenExpired, error_from_answer


@pytest.mark.parametrize(
    ("status", "code", "cure"),
    [
        (400, "0x80044331", Cure.REJECTED),
        (400, "0x8004431A", Cure.REJECTED),
        (400, "", Cure.REJECTED),
        (400, "something new", Cure.REJECTED),
        (400, "0x80060888", Cure.CONFIGURATION),
        (401, "", Cure.AUTHENTICATION),
        (403, "0x80040220", Cure.PRIVILEGE),
        (403, "-2147187962", Cure.PRIVILEGE),
        (404, "0x80040217", Cure.NOT_FOUND),
        (404, "-2147220969", Cure.NOT_FOUND),
        (404, "", Cure.CONFIGURATION),
        (404, "0x8006088a", Cure.CONFIGURATION),
        (405, "", Cure.REJECTED),
        (408, "", Cure.TRANSIENT),
        (412, "0x80060882", Cure.CONCURRENCY),
        (412, "0x80040237", Cure.DUPLICATE),
        (412, "0x80060892", Cure.REJECTED),
        (412, "", Cure.CONCURRENCY),
        (413, "", Cure.CONFIGURATION),
        (429, "0x80072322", Cure.TRANSIENT),
        (500, "0x80040333", Cure.REJECTED),
        (500, "", Cure.TRANSIENT),
        (501, "", Cure.CONFIGURATION),
        (503, "", Cure.TRANSIENT),
        (305, "", Cure.CONFIGURATION),
    ],
)
def test_status_and_code_decide_the_cure(status: int, code: str, cure: Cure) -> None:
    error = error_from_answer(status=status, body={"error": {"code": code, "message": "…"}})
    assert (error.cure, error.status) == (cure, status)


def test_an_undeclared_property_means_that_the_mapping_is_wrong_and_a_bad_value_that_the_record_is() -> None:
    undeclared = {"error": {"code": "0x80048d19", "message": "An undeclared property 'x' was found"}}
    bad_value = {"error": {"code": "0x80048d19", "message": "Cannot convert the literal"}}
    assert error_from_answer(status=400, body=undeclared).cure is Cure.CONFIGURATION
    assert error_from_answer(status=400, body=bad_value).cure is Cure.REJECTED


@pytest.mark.parametrize("body", [None, {}, {"error": "a text"}, {"error": {"code": None}}, {"value": []}])
def test_an_answer_without_a_proper_error_body_still_makes_a_readable_error(body: dict | None) -> None:
    error = error_from_answer(status=502, body=body)
    assert str(error) == "http_502: The CRM answered with HTTP status 502. (HTTP 502)"


def test_errors_survive_being_pickled() -> None:
    error = DeltaTokenExpired(cure=Cure.CONFIGURATION, code="c", message="m", status=410, retry_after=1.0)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy), copy.cure, copy.retry_after) == (
        DeltaTokenExpired,
        str(error),
        Cure.CONFIGURATION,
        1.0,
    )
    assert isinstance(copy, DataverseError)
