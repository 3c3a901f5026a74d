"""The form of a document's header, and what its card shows of the totals."""

from typing import Any

from erp.admin.record_form import RecordForm
from erp.admin.sales_documents.line_form import LINES
from erp.operations.errors import RecordRejected


class DocumentForm(RecordForm):
    """What is refused about a line is said at the line."""

    def clean(self) -> dict[str, Any] | None:
        if isinstance(self.refused, RecordRejected) and self.refused.table == LINES:
            self.refused = None
        return super().clean()
