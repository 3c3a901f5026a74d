"""The reserved host is answered in process, and nobody can tell by the answer."""

import logging
import os

import pytest
import requests
from django.core.signals import request_finished, request_started
from django.test import override_settings
from django.urls import get_script_prefix, get_urlconf, set_script_prefix
from django.utils import translation

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts, exchange
from crm_integration.dataverse.transports import new_session

HOST = "http://embedded.localhost"


@pytest.fixture(autouse=True)
def _views(settings: object) -> object:
    with override_settings(ROOT_URLCONF="tests.unit.dataverse.embedded_urls"):
        yield


@pytest.fixture
def session() -> requests.Session:
    return new_session(max_concurrent=2)


def test_a_request_arrives_as_it_was_sent_and_the_answer_comes_back_whole(session: requests.Session) -> None:
    answer = session.post(
        f"{HOST}/echo?$filter=name%20eq%20'%C3%98'&x=1",
        data="Ø".encode(),
        headers={"If-Match": 'W/"1"', "Content-Type": "application/json", "Authorization": "Bearer t"},
    )
    assert (answer.status_code, answer.reason, answer.headers["OData-EntityId"]) == (201, "Created", "x")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {
        "method": "POST",
        "path": "/echo",
        "query": "$filter=name%20eq%20'%C3%98'&x=1",
        "url": f"{HOST}/echo?$filter=name%20eq%20'%C3%98'&x=1",
        "body": "Ø",
        "content_type": "application/json",
        "if_match": 'W/"1"',
        "authorization": "Bearer t",
        "secure": True,
        "reversed": "/echo",
    }


def test_a_streamed_answer_is_put_together(session: requests.Session) -> None:
    assert session.get(f"{HOST}/stream").text == "one two"


def test_the_callers_language_prefix_and_urls_stay_as_they_are(session: requests.Session) -> None:
    set_script_prefix("/somewhere/")
    try:
        with translation.override("nb"):
            session.get(f"{HOST}/echo")
            assert (translation.get_language(), get_script_prefix()) == ("nb", "/somewhere/")
            assert get_urlconf() is None
    finally:
        set_script_prefix("/")


def test_the_callers_database_connections_are_left_alone(session: requests.Session) -> None:
    heard: list[str] = []

    def started(**_: object) -> None:
        heard.append("started")

    def finished(**_: object) -> None:
        heard.append("finished")

    request_started.connect(started)
    request_finished.connect(finished)
    try:
        session.get(f"{HOST}/echo")
    finally:
        request_started.disconnect(started)
        request_finished.disconnect(finished)
    assert heard == []


@pytest.mark.parametrize("fault", ["reset", "answer_lost"])
def test_an_injected_fault_is_what_the_network_would_raise(session: requests.Session, fault: str) -> None:
    with pytest.raises(DataverseError) as caught:
        exchange(session, requests.Request("GET", f"{HOST}/fault/{fault}"), timeouts=Timeouts())
    assert (caught.value.cure, caught.value.code) == (Cure.TRANSIENT, "connection_lost")


def test_an_answer_later_than_the_read_timeout_is_not_heard(session: requests.Session) -> None:
    with pytest.raises(DataverseError) as caught:
        exchange(session, requests.Request("GET", f"{HOST}/echo"), timeouts=Timeouts(read=0.0))
    assert (caught.value.cure, caught.value.code) == (Cure.TRANSIENT, "timed_out")


def test_a_mistake_on_the_other_side_is_a_status_and_no_exception(
    session: requests.Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="django.request")
    assert session.get(f"{HOST}/broken").status_code == 500


@override_settings(SECURE_SSL_REDIRECT=True)
def test_an_installation_that_demands_https_still_answers_itself(session: requests.Session) -> None:
    assert session.get(f"{HOST}/echo", allow_redirects=False).status_code == 201


def test_no_cookie_is_kept(session: requests.Session) -> None:
    session.get(f"{HOST}/echo")
    assert len(session.cookies) == 0


def test_credentials_lying_on_this_machine_are_not_sent(
    session: requests.Session, tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine embedded.localhost login somebody password secret\n")  # type: ignore[operator]
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))  # type: ignore[operator]
    assert session.get(f"{HOST}/echo").json()["authorization"] is None


def test_another_host_does_not_reach_the_process(session: requests.Session) -> None:
    embedded = type(session.get_adapter(f"{HOST}/echo"))
    assert type(session.get_adapter(f"{HOST}.evil.org/echo")) is not embedded
    assert type(session.get_adapter(f"{HOST}:8000/echo")) is not embedded
