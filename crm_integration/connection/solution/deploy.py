"""Deploys a solution: reads, compares, mends, and reads again until nothing is left to mend."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm_integration.connection.solution.compare import compare
from crm_integration.connection.solution.differences import (
    Difference,
    PrivilegesMissing,
    RoleMissing,
)
from crm_integration.connection.solution.integration_solution import INTEGRATION_SOLUTION
from crm_integration.connection.solution.mend import Mender
from crm_integration.connection.solution.observe import observe
from crm_integration.connection.solution.vocabulary import Solution
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError

# Tables and roles are made in the first round, rights on those tables in the second; the last one only reads.
ROUNDS = 4
# What a repeated request is told after the answer to the first one was lost.
PERHAPS_DONE = frozenset({Cure.REJECTED, Cure.DUPLICATE, Cure.CONCURRENCY})
Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Deployment:
    """What was mended, and what a person has to mend."""

    restored: tuple[Difference, ...] = ()
    remaining: tuple[Difference, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.remaining


def differences_of(
    client: DataverseClient, *, users: str = "", solution: Solution = INTEGRATION_SOLUTION
) -> tuple[Difference, ...]:
    """What the environment lacks of the solution; changes nothing. Raises DataverseError."""
    return compare(solution, observe(client, solution, users=users))


def deploy(
    client: DataverseClient, *, users: str = "", solution: Solution = INTEGRATION_SOLUTION
) -> Deployment:
    """Brings what is missing and gives its roles to who works with it, found by the OData filter ``users``.

    Where nothing is missing nothing is written. Raises DataverseError for what the CRM refuses; what was
    done by then stays, and deploying again goes on from there.
    """
    restored: list[Difference] = []
    refused: dict[Key, DataverseError] = {}
    found: tuple[Difference, ...] = ()
    for _ in range(ROUNDS):
        state = observe(client, solution, users=users)
        found = compare(solution, state)
        _raise_what_was_refused(found, refused)
        mendable = [difference for difference in found if not difference.needs_a_person]
        if not mendable:
            break
        mender = Mender(client, solution, state)
        for difference in mendable:
            _mend(mender, difference, refused)
        restored += mendable
    return Deployment(restored=_told(restored), remaining=found)


def _mend(mender: Mender, difference: Difference, refused: dict[Key, DataverseError]) -> None:
    """The next reading tells whether a refusal only said that it was done already."""
    try:
        mender.mend(difference)
    except DataverseError as error:
        if error.cure not in PERHAPS_DONE:
            raise
        refused[_key(difference)] = error


def _raise_what_was_refused(found: Iterable[Difference], refused: dict[Key, DataverseError]) -> None:
    for difference in found:
        if _key(difference) in refused:
            raise refused[_key(difference)]


def _key(difference: Difference) -> Key:
    return difference.code, tuple(sorted(difference.params.items()))


def _told(restored: Iterable[Difference]) -> tuple[Difference, ...]:
    """Each once; that a role which was missing lacked its rights goes without saying."""
    by_key = {_key(difference): difference for difference in restored}
    made = {item.role.name for item in by_key.values() if isinstance(item, RoleMissing)}
    return tuple(
        item
        for item in by_key.values()
        if not (isinstance(item, PrivilegesMissing) and item.role.name in made)
    )
