"""The Full Synch. Review as plain text."""

from collections.abc import Sequence

from crm_integration.full_synch import Review, ReviewLine
from crm_integration.models import FullSynchReviewLine, IntegrationTableMapping
from crm_integration.sentences import sentence

HEADINGS = ("Mapping", "Direction", "Recommendation", "Status", "Records", "Failed", "")
SHORT_DIRECTIONS = {
    IntegrationTableMapping.Direction.BIDIRECTIONAL: "<->",
    IntegrationTableMapping.Direction.TO_INTEGRATION_TABLE: "-->",
    IntegrationTableMapping.Direction.FROM_INTEGRATION_TABLE: "<--",
}


def review_table(review: Review) -> str:
    """One row per line; the last column says what keeps it from going on."""
    rows = [HEADINGS, *(_row(line) for line in review.lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_padded(row, widths) for row in rows)


def _row(line: ReviewLine) -> tuple[str, ...]:
    return (
        line.name,
        SHORT_DIRECTIONS[IntegrationTableMapping.Direction(line.direction)],
        str(FullSynchReviewLine.Recommendation(line.recommendation).label),
        "Nothing to do" if line.has_nothing_to_do else str(FullSynchReviewLine.Status(line.status).label),
        str(line.done),
        str(line.failed_records),
        sentence(line.message_code, line.message_params),
    )


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()
