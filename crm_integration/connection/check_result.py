"""What one check of the connection found, as a code with parameters; ``sentences`` renders it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_integration.dataverse.errors import Cure, DataverseError


class Outcome(enum.StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class CheckResult:
    code: str
    outcome: Outcome = Outcome.OK
    params: Mapping[str, str] = field(default_factory=dict)


def passed(code: str, **params: str) -> CheckResult:
    return CheckResult(code, Outcome.OK, params)


def warned(code: str, **params: str) -> CheckResult:
    return CheckResult(code, Outcome.WARNING, params)


def failed(code: str, **params: str) -> CheckResult:
    return CheckResult(code, Outcome.ERROR, params)


def refused(error: DataverseError) -> CheckResult:
    """Turns an answer of the CRM, or the lack of one, into a result."""
    code = "environment_not_reached" if error.cure is Cure.TRANSIENT else error.code
    return failed(code, message=error.message, cure=error.cure.value)


class ConnectionNotReady(Exception):
    """The connection cannot be enabled; ``results`` say why."""

    def __init__(self, results: tuple[CheckResult, ...]) -> None:
        super().__init__(", ".join(found.code for found in results if found.outcome is Outcome.ERROR))
        self.results = results
