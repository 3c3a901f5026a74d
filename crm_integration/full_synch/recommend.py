"""What to do with a mapping in a full synchronization. Pure."""

from crm_integration.models import FullSynchReviewLine

Recommendation = FullSynchReviewLine.Recommendation


def recommend(
    *, uncoupled_erp: bool, uncoupled_crm: bool, coupled: bool
) -> FullSynchReviewLine.Recommendation:
    """Whether either side has uncoupled records within the filters, and whether any are coupled.

    Uncoupled records on both sides may be the same things: they are matched first. On one side at most,
    everything can be created and brought into step. Nothing at all needs no run.
    """
    if uncoupled_erp and uncoupled_crm:
        return Recommendation.COUPLE
    if uncoupled_erp or uncoupled_crm or coupled:
        return Recommendation.FULL
    return Recommendation.NO_RECORDS
