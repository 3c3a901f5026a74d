"""Records of the CRM whose ids are ours: creating twice is creating once, and so is deleting."""

from collections.abc import Sequence

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create, Delete, OperationResult, Update


def put_records(client: DataverseClient, records: Sequence[Create]) -> None:
    """Creates, or brings what is there to the same values. Raises DataverseError."""
    results = client.execute(records)
    is_there = {result.operation.id for result in results if _is_duplicate(result)}
    for result in results:
        _check(result.error, accepted=Cure.DUPLICATE)
    again = [record for record in records if record.id in is_there]
    for result in client.execute([Update(each.entity_set, each.id, each.values) for each in again]):
        _check(result.error)


def take_records_away(client: DataverseClient, records: Sequence[Delete]) -> None:
    """Raises DataverseError; what is not there needs no removal."""
    for result in client.execute(records):
        _check(result.error, accepted=Cure.NOT_FOUND)


def _is_duplicate(result: OperationResult) -> bool:
    return result.error is not None and result.error.cure is Cure.DUPLICATE


def _check(error: DataverseError | None, *, accepted: Cure | None = None) -> None:
    if error is not None and error.cure is not accepted:
        raise error
