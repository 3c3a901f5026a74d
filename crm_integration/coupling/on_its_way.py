"""Whether a pair is about to be synchronized because somebody asked for it."""

from crm_integration.models import Coupling, Job


def is_on_its_way(coupling: Coupling) -> bool:
    """Whether a job that names the pair is waiting or at work."""
    jobs = Job.objects.filter(
        kind="synchronize",
        status__in=[Job.Status.READY, Job.Status.RUNNING],
        arguments__mapping=coupling.mapping_id,
        arguments__scope="selected",
    )
    wanted = str(coupling.id)
    return any(wanted in arguments["coupling_ids"] for arguments in jobs.values_list("arguments", flat=True))
