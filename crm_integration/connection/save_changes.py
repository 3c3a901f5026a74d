"""Saves what somebody changed of the setup, and nothing that others changed meanwhile."""

from crm_integration.models import ConnectionSetup


def changed_columns(setup: ConnectionSetup, *, since: ConnectionSetup) -> tuple[str, ...]:
    """Returns the columns that are no more as they were read."""
    names = (field.attname for field in ConnectionSetup._meta.concrete_fields)
    return tuple(name for name in names if getattr(setup, name) != getattr(since, name))


def save_columns(setup: ConnectionSetup, columns: tuple[str, ...]) -> None:
    """The row is there from the first time on."""
    ConnectionSetup.objects.get_or_create(pk=1)
    setup.save(update_fields=columns)
