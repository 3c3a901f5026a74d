"""People to sign in as in the demo."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def _create(**options: bool) -> str:
    output = StringIO()
    call_command("create_demo_users", stdout=output, **options)
    return output.getvalue()


def test_there_is_a_user_for_each_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "given by the operator")
    output = _create()
    roles = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert roles == {
        "admin": ["Administrator"],
        "processor": ["Order Processor"],
        "viewer": ["Viewer"],
    }
    assert all(user.check_password("given by the operator") for user in User.objects.all())
    assert "given by the operator" not in output


def test_a_random_password_is_shown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    password = _create().partition("Password: ")[2].split()[0]
    assert User.objects.get(username="viewer").check_password(password)
    assert _create() == ""


def test_people_keep_the_password_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "first")
    _create()
    monkeypatch.setenv("DEMO_PASSWORD", "second")
    _create()
    assert User.objects.get(username="admin").check_password("first")
    _create(reset_password=True)
    assert User.objects.get(username="admin").check_password("second")


def test_only_the_administrator_may_change_the_setup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "x")
    _create()
    may = {
        user.username: user.has_perm("crm_integration.change_connectionsetup") for user in User.objects.all()
    }
    assert may == {"admin": True, "processor": False, "viewer": False}
