"""Puts mappings behind those that they depend on. Pure."""

from collections.abc import Collection, Mapping


class CircularDependency(Exception):
    """Mappings wait for one another."""


def in_dependency_order(depends_on: Mapping[str, Collection[str]]) -> list[str]:
    """Returns the names, each after its dependencies, else in the order given.

    Dependencies that are not among the names count as satisfied. Raises CircularDependency.
    """
    waiting = list(depends_on)
    ordered: list[str] = []
    while waiting:
        name = next((name for name in waiting if not set(depends_on[name]) & set(waiting)), None)
        if name is None:
            raise CircularDependency(", ".join(waiting))
        waiting.remove(name)
        ordered.append(name)
    return ordered
