"""Collections of related records as the Web API names them: by a lookup, or by a link table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crm.models import CrmRelationship


@dataclass(frozen=True)
class Collection:
    """``name`` of ``table`` leads to the records of ``target``.

    One-to-many: those whose ``lookup`` points here. Many-to-many: those that the model ``link`` ties to this
    record, by its columns ``near`` and ``far``; of the pairs that were made known at run time, those of the
    ``relationship``.
    """

    table: str
    name: str
    target: str
    lookup: str = ""
    link: str = ""
    near: str = ""
    far: str = ""
    relationship: str = ""


_STANDARD: Final = (
    Collection(
        "systemuser",
        "systemuserroles_association",
        "role",
        link="SystemUserRole",
        near="systemuser",
        far="role",
    ),
    Collection(
        "role",
        "systemuserroles_association",
        "systemuser",
        link="SystemUserRole",
        near="role",
        far="systemuser",
    ),
    Collection("team", "teamroles_association", "role", link="TeamRole", near="team", far="role"),
    Collection("role", "teamroles_association", "team", link="TeamRole", near="role", far="team"),
    Collection(
        "team",
        "teammembership_association",
        "systemuser",
        link="TeamMembership",
        near="team",
        far="systemuser",
    ),
    Collection(
        "systemuser",
        "teammembership_association",
        "team",
        link="TeamMembership",
        near="systemuser",
        far="team",
    ),
)


def many_to_many() -> Iterator[Collection]:
    """The many-to-many collections, each from both of its ends."""
    yield from _STANDARD
    for row in CrmRelationship.objects.order_by("pk"):
        yield Collection(
            row.first,
            row.first_name,
            row.second,
            link="CrmLink",
            near="first",
            far="second",
            relationship=row.schema_name,
        )
        yield Collection(
            row.second,
            row.second_name,
            row.first,
            link="CrmLink",
            near="second",
            far="first",
            relationship=row.schema_name,
        )
