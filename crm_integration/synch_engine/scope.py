"""What a run was asked to look at, as its job carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm_integration.synch_engine.plan import Options
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Direction, Side


@dataclass(frozen=True)
class Scope:
    """``kind``: modified, due, full, couple, couple_selected, selected or find_deleted.

    ``erp_ids``, ``crm_ids`` and ``coupling_ids`` name selected records. ``expected`` holds, per coupling, the
    ERP and CRM versions that a shown plan was made from; a pair that has changed since is refused.
    """

    mapping: str
    kind: str = "modified"
    options: Options = field(default_factory=Options)
    erp_ids: tuple[UUID, ...] = ()
    crm_ids: tuple[UUID, ...] = ()
    coupling_ids: tuple[UUID, ...] = ()
    expected: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return self.kind in ("full", "couple")

    @property
    def is_coupling(self) -> bool:
        return self.kind in ("couple", "couple_selected")

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chose its records."""
        return self.kind in ("selected", "couple_selected")

    def to_arguments(self) -> dict[str, Any]:
        """Returns the JSON form for a job's arguments."""
        return {
            "mapping": self.mapping,
            "scope": self.kind,
            "direction": self.options.direction.value if self.options.direction else "",
            "create": self.options.create,
            "unconditional": self.options.unconditional,
            "retry_skipped": self.options.retry_skipped,
            "decisions": {key: side.value for key, side in self.options.decisions.items()},
            "erp_ids": [str(id) for id in self.erp_ids],
            "crm_ids": [str(id) for id in self.crm_ids],
            "coupling_ids": [str(id) for id in self.coupling_ids],
            "expected": {str(id): list(versions) for id, versions in self.expected.items()},
        }

    @classmethod
    def from_arguments(
        cls, arguments: Mapping[str, Any], *, mapping: TableMapping, integration_users: frozenset[UUID]
    ) -> "Scope":
        """A full run creates what is uncoupled, a coupling one does so if the mapping says it."""
        kind = arguments.get("scope", "modified")
        couples = kind in ("couple", "couple_selected")
        options = Options(
            direction=_direction(arguments.get("direction")),
            first_direction=_direction(mapping.synch_after_coupling) if couples else None,
            create=_creates(kind, arguments, mapping),
            unconditional=bool(arguments.get("unconditional")),
            retry_skipped=bool(arguments.get("retry_skipped")),
            # What a person asks for, and a first look at everything, includes the integration users' records.
            integration_users=integration_users if kind in ("modified", "due") else frozenset(),
            decisions={key: Side(side) for key, side in arguments.get("decisions", {}).items()},
        )
        return cls(
            mapping=arguments["mapping"],
            kind=kind,
            options=options,
            erp_ids=_ids(arguments.get("erp_ids")),
            crm_ids=_ids(arguments.get("crm_ids")),
            coupling_ids=_ids(arguments.get("coupling_ids")),
            expected={
                UUID(id): (versions[0], versions[1]) for id, versions in arguments.get("expected", {}).items()
            },
        )


def _direction(value: str | None) -> Direction | None:
    return Direction(value) if value and value != "no" else None


def _creates(kind: str, arguments: Mapping[str, Any], mapping: TableMapping) -> bool:
    if mapping.is_made_by_flow:
        return False
    if kind in ("couple", "couple_selected"):
        return mapping.create_new_if_no_match
    return kind == "full" or bool(arguments.get("create"))


def _ids(values: list[str] | None) -> tuple[UUID, ...]:
    return tuple(UUID(value) for value in values or ())
