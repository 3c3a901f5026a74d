"""What docs/permissions.md says, row by row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crm_integration.environment import BASE_DIR
from erp.admin.roles import ADMINISTRATOR, API_CLIENT, ITEM_AVAILABILITY_USER, ORDER_PROCESSOR, VIEWER

DOCUMENT = BASE_DIR / "docs" / "permissions.md"
ROLES = (ADMINISTRATOR, ORDER_PROCESSOR, VIEWER, API_CLIENT, ITEM_AVAILABILITY_USER)
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class Row:
    """``key`` stands in the second column: an address or the code of an action. ``may``: verbs by role."""

    section: str
    key: str
    may: dict[str, frozenset[str]]

    @property
    def verbs(self) -> frozenset[str]:
        """What anybody may."""
        return frozenset().union(*self.may.values())


def rows(section: str) -> dict[str, Row]:
    """The rows under a heading and its own headings, by key. A key stands once."""
    found: dict[str, Row] = {}
    for row in _rows():
        if row.section == section:
            assert row.key not in found, f"{row.key} stands twice in docs/permissions.md."
            found[row.key] = row
    assert found, f"docs/permissions.md has no rows under {section}."
    return found


def _rows() -> Iterator[Row]:
    section, roles = "", list[str]()
    for line in DOCUMENT.read_text().splitlines():
        if line.startswith("#"):
            section, roles = (line[3:] if line.startswith("## ") else section), []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not roles:
                roles = cells[2:]
            elif not set(line) <= set("|-: "):
                may = dict(zip(roles, cells[2:], strict=True)) if roles == [*ROLES] else {}
                yield Row(section, cells[1].strip("`"), {role: _verbs(cell) for role, cell in may.items()})


def _verbs(cell: str) -> frozenset[str]:
    assert cell, "A cell of docs/permissions.md is empty."
    return frozenset() if cell == NOTHING else frozenset(re.split(r"[, ]+", cell))
