"""The lines of the review: which mappings, in which order, with which recommendation."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from crm_integration.full_synch.dependency_order import in_dependency_order
from crm_integration.full_synch.recommend import recommend
from crm_integration.full_synch.uncoupled import Look, look_for_uncoupled
from crm_integration.mappings.registry import MAPPINGS, SYNCHRONIZED_MAPPINGS
from crm_integration.models import Coupling, FullSynchReviewLine, IntegrationTableMapping

Line = FullSynchReviewLine
ACTIVE = (Line.Status.READY, Line.Status.IN_PROCESS)


Recommendations = Mapping[str, FullSynchReviewLine.Recommendation]


def ordered_mappings() -> list[str]:
    """The enabled mappings, each after those that it depends on."""
    enabled = IntegrationTableMapping.objects.on().filter(name__in=SYNCHRONIZED_MAPPINGS)
    return in_dependency_order(
        {name: MAPPINGS[name].depends_on for name in enabled.values_list("name", flat=True)}
    )


def recommend_all(names: Sequence[str], look: Look) -> Recommendations:
    """Returns the recommendation of each named mapping. Not to be called inside a transaction."""
    is_coupled = Exists(Coupling.objects.filter(mapping=OuterRef("pk")))
    coupled = set(IntegrationTableMapping.objects.filter(is_coupled).values_list("name", flat=True))
    found = {name: look(name) for name in names}
    return {
        name: recommend(uncoupled_erp=side.erp, uncoupled_crm=side.crm, coupled=name in coupled)
        for name, side in found.items()
    }


def create_lines(*, look: Look = look_for_uncoupled) -> None:
    """Creates what is missing and recommends anew for what has not started; the rest is left as it is."""
    touched = set(Line.objects.exclude(status=Line.Status.BLANK).values_list("mapping_id", flat=True))
    store_lines(recommend_all([name for name in ordered_mappings() if name not in touched], look))


@transaction.atomic
def store_lines(recommendations: Recommendations) -> None:
    """Writes the lines of the enabled mappings; lines of mappings that were switched off go."""
    names = ordered_mappings()
    Line.objects.exclude(status__in=ACTIVE).exclude(mapping__in=names).delete()
    Line.objects.bulk_create(
        [
            Line(mapping_id=name, position=position, recommendation=recommendations[name])
            for position, name in enumerate(names)
            if name in recommendations
        ],
        update_conflicts=True,
        unique_fields=["mapping"],
        update_fields=["position", "recommendation"],
    )


def job_key(line: Line) -> str:
    """The key of all jobs of a line in its run."""
    return f"full_synch:{line.run_id}:{line.mapping_id}"


def waits_for(line: Line, lines: Sequence[Line]) -> list[Line]:
    """The lines that must end before this one starts; those that are not there do not count."""
    earlier = MAPPINGS[line.mapping_id].depends_on
    return [other for other in lines if other.mapping_id in earlier and not _is_satisfied(other)]


def _is_satisfied(line: Line) -> bool:
    return line.status == Line.Status.FINISHED or has_nothing_to_do(line)


def has_nothing_to_do(line: Line) -> bool:
    return line.status == Line.Status.BLANK and line.recommendation == Line.Recommendation.NO_RECORDS
