"""Everything that stands in the way of a document: the first thing keeps nobody from hearing of the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crm_integration.document_flow.sales_documents.facts import DocumentRefused
from crm_integration.table_mapping.problem import Problem


@dataclass
class Obstacles:
    """Each problem once, in the order in which it was met."""

    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Notes what a part of the document is refused for, and lets the other parts be looked at."""
        try:
            yield
        except DocumentRefused as refused:
            self.problems += [problem for problem in refused.problems if problem not in self.problems]

    def refuse_if_any(self) -> None:
        """Raises DocumentRefused with all that was noted."""
        if self.problems:
            raise DocumentRefused(*self.problems)
