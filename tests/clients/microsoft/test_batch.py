"""Batches: many requests in one, change sets, references, and what happens after an error."""

from PowerPlatform.Dataverse.client import DataverseClient


def test_a_batch_answers_every_request(client: DataverseClient, mark: str) -> None:
    batch = client.batch.new()
    batch.records.create("account", {"name": f"A {mark}"})
    batch.records.create("account", [{"name": f"B {mark}"}, {"name": f"C {mark}"}])
    batch.records.list("account", select=["name"], filter=f"endswith(name,'{mark}')", orderby=["name"])
    result = batch.execute()
    assert not result.has_errors
    assert len(result.responses[1].data["Ids"]) == 2
    assert [row["name"] for row in result.responses[2].data["value"]] == [f"{x} {mark}" for x in "ABC"]


def test_a_change_set_refers_to_what_it_made(client: DataverseClient, mark: str) -> None:
    batch = client.batch.new()
    with batch.changeset() as changes:
        contact = changes.records.create("contact", {"lastname": f"C {mark}"})
        account = changes.records.create(
            "account", {"name": f"A {mark}", "primarycontactid@odata.bind": contact}
        )
        changes.records.update("account", account, {"telephone1": "555"})
    result = batch.execute()
    assert not result.has_errors
    id = result.entity_ids[1]
    found = client.records.retrieve("account", id, select=["telephone1"], expand=["primarycontactid"])
    assert (found["telephone1"], found["primarycontactid"]["lastname"]) == ("555", f"C {mark}")


def test_a_change_set_is_done_whole_or_not_at_all(client: DataverseClient, mark: str) -> None:
    batch = client.batch.new()
    with batch.changeset() as changes:
        changes.records.create("account", {"name": f"A {mark}"})
        changes.records.create("account", {"name": "x" * 161})
    result = batch.execute()
    assert result.has_errors
    assert not list(client.records.list("account", select=["name"], filter=f"name eq 'A {mark}'"))


def test_a_batch_ends_with_the_first_error_unless_it_is_told_to_go_on(
    client: DataverseClient, mark: str
) -> None:
    def ask(*, go_on: bool) -> list[int]:
        batch = client.batch.new()
        batch.records.create("account", {"name": f"A {mark}"})
        batch.records.create("account", {"no_such_column": 1})
        batch.records.create("account", {"name": f"B {mark}"})
        return [response.status_code for response in batch.execute(continue_on_error=go_on).responses]

    assert ask(go_on=False) == [204, 400]
    assert ask(go_on=True) == [204, 400, 204]


def test_a_batch_upserts_reads_and_deletes(client: DataverseClient, mark: str) -> None:
    id = client.records.create("account", {"name": f"A {mark}"})
    batch = client.batch.new()
    batch.records.upsert("account", [{"alternate_key": {"accountnumber": mark}, "record": {"name": "K"}}])
    batch.records.retrieve("account", id, select=["name"])
    batch.query.sql(f"SELECT name FROM account WHERE accountnumber = '{mark}'")  # noqa: S608
    batch.records.delete("account", id)
    batch.tables.get("account")
    result = batch.execute()
    assert [response.status_code for response in result.failed] == []
    assert result.responses[2].data["value"][0]["name"] == "K"
