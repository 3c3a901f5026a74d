"""The words in which a view says what an operation takes and answers: ``ApiView.described``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]
Schemas = Mapping[str, Schema]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """``component`` is its name among the parameters that operations share, ``name`` that of the request."""

    component: str
    name: str
    place: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """``schema`` names that of the body, if there is one; ``headers`` are described by name."""

    description: str
    schema: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An answer that several operations share: its code and sentence are one of ``examples``."""

    component: str
    status: int
    description: str
    examples: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Described:
    """``schemas`` are all that the body and the answers refer to, by name; ``body`` names one of them.

    ``path`` gives what stands in the path, where it is not the id that its name says.
    """

    name: str
    summary: str
    tag: str
    answers: Mapping[int, Answer]
    description: str = ""
    parameters: Sequence[Parameter] = ()
    path: Mapping[str, Parameter] = field(default_factory=dict)
    schemas: Schemas = field(default_factory=dict)
    body: str = ""
    body_required: bool = True
    example: Mapping[str, Any] | None = None
    refusals: Sequence[Refusal] = ()


def reference(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}
