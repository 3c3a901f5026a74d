"""A sign-in that was begun: which answers are accepted, and what is said of the others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crm_integration.connection.sign_in.pending import (
    LIFETIME,
    PendingSignIn,
    accepted_code,
    challenge_of,
    pending_of,
)
from crm_integration.dataverse.errors import DataverseError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONNECTION = {
    "environment_url": "https://contoso.crm4.dynamics.com",
    "tenant": "contoso.com",
    "client_id": "the application",
}
PENDING = PendingSignIn(
    purpose="redeploy",
    state="a state",
    verifier="a verifier",
    redirect_uri="https://erp.example.com/admin/connection-setup/signed-in/",
    expires_at=NOW + LIFETIME,
    **CONNECTION,
)
ANSWER = {"state": "a state", "code": "a code"}


def refusal(
    answer: Mapping[str, str],
    *,
    pending: PendingSignIn | None = PENDING,
    connection: Mapping[str, str] = CONNECTION,
    now: datetime = NOW,
) -> str:
    with pytest.raises(DataverseError) as refused:
        accepted_code(pending, answer, connection=connection, now=now)
    return refused.value.code


def test_the_answer_to_what_was_begun_gives_its_code() -> None:
    assert accepted_code(PENDING, ANSWER, connection=CONNECTION, now=NOW) == "a code"


def test_the_challenge_is_the_one_of_the_standard_s_example() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize("state", ["", "another state", "a stat\u00e9"])
def test_an_answer_with_another_state_is_refused(state: str) -> None:
    assert refusal({**ANSWER, "state": state}) == "sign_in_unknown"


def test_an_answer_to_nothing_that_was_begun_is_refused() -> None:
    assert refusal(ANSWER, pending=None) == "sign_in_unknown"
    assert refusal({"code": "a code"}, pending=replace(PENDING, state="")) == "sign_in_unknown"


def test_an_answer_counts_for_ten_minutes() -> None:
    last = NOW + LIFETIME - timedelta(seconds=1)
    assert accepted_code(PENDING, ANSWER, connection=CONNECTION, now=last) == "a code"
    assert refusal(ANSWER, now=NOW + LIFETIME) == "sign_in_expired"


@pytest.mark.parametrize("name", list(CONNECTION))
def test_a_connection_that_was_changed_meanwhile_takes_no_answer(name: str) -> None:
    assert refusal(ANSWER, connection={**CONNECTION, name: "another"}) == "sign_in_for_other_environment"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "sign_in_denied"),
        ("consent_required", "sign_in_needs_consent"),
        ("interaction_required", "sign_in_needs_consent"),
        ("temporarily_unavailable", "sign_in_authority_away"),
        ("server_error", "sign_in_authority_away"),
        ("invalid_scope", "sign_in_refused"),
    ],
)
def test_a_refusal_of_the_authority_is_told_by_its_cure(error: str, code: str) -> None:
    assert refusal({"state": "a state", "error": error}) == code


def test_a_refusal_with_another_state_is_not_believed() -> None:
    assert refusal({"state": "b", "error": "access_denied"}) == "sign_in_unknown"


def test_an_answer_without_a_code_is_a_refusal() -> None:
    assert refusal({"state": "a state"}) == "sign_in_refused"


def test_a_session_gives_back_what_it_was_given_and_nothing_else() -> None:
    assert pending_of(PENDING.as_data()) == PENDING
    assert [pending_of(data) for data in (None, "text", {}, {**PENDING.as_data(), "expires_at": "x"})] == [
        None
    ] * 4


def test_text_of_a_pending_sign_in_that_is_logged_by_mistake_holds_no_verifier() -> None:
    assert "a verifier" not in repr(PENDING)
    assert "a state" not in repr(PENDING)
