"""Roles that are named on the command line."""

from django.core.management.base import CommandError

from crm.models import Role


def refuse_unknown_role(name: str) -> None:
    """Raises CommandError, which lists the roles there are."""
    names = sorted(set(Role.objects.values_list("name", flat=True)))
    if name not in names:
        raise CommandError(f"There is no role {name}. There are: {', '.join(names)}.")
