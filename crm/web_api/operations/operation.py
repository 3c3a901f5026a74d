"""What a function or an action is: its name, its parameters, what it is bound to and who answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from crm.web_api.resource_path import Resource


class Binding(Enum):
    """What an operation is called on: nothing, one record, or the records of a table."""

    UNBOUND = "unbound"
    RECORD = "record"
    COLLECTION = "collection"


@dataclass(frozen=True)
class Parameter:
    """``type`` as in $metadata: ``Edm.Guid``, ``mscrm.ColumnSet``, ``mscrm.quote``, ``Collection(…)``."""

    name: str
    type: str
    required: bool = True


@dataclass(frozen=True)
class Call:
    """One call: the arguments are typed; ``resource`` is what a bound operation is called on."""

    operation: "Operation"
    request: ApiRequest
    arguments: Mapping[str, Any]
    resource: Resource | None = None

    def answer(self, values: Mapping[str, Any]) -> ApiResponse:
        """The answer whose type is the operation's own response type."""
        context = f"{self.request.root}$metadata#{self.operation.response_type.replace('mscrm', _NAMESPACE)}"
        return json_response({"@odata.context": context, **values})


_NAMESPACE = "Microsoft.Dynamics.CRM"
Handler = Callable[[Call], ApiResponse]


@dataclass(frozen=True)
class Operation:
    """A function is called by GET and changes nothing; an action by POST.

    ``tables`` are the tables whose records or collections it is bound to; empty: all tables. The result is
    either ``result`` (a type as in ``Parameter``) or the properties ``response`` of a type of its own, whose
    name is that of the operation followed by ``Response``; neither: nothing comes back.
    """

    name: str
    handler: Handler
    is_function: bool = False
    parameters: tuple[Parameter, ...] = ()
    binding: Binding = Binding.UNBOUND
    tables: frozenset[str] = frozenset()
    result: str = ""
    response: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return "GET" if self.is_function else "POST"

    @property
    def response_type(self) -> str:
        return f"mscrm.{self.name}Response"

    def is_bound_to(self, table: str) -> bool:
        return not self.tables or table in self.tables
