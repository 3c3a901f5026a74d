"""Data frames of pandas, in and out."""

import pandas as pd
from PowerPlatform.Dataverse.client import DataverseClient


def test_a_frame_is_written_read_and_changed(client: DataverseClient, mark: str) -> None:
    frame = pd.DataFrame(
        {"name": [f"F {mark} {n}" for n in range(5)], "numberofemployees": [1, 2, None, 4, 5]}
    )
    frame["accountid"] = client.dataframe.create("account", frame)
    frame["telephone1"] = [f"555-{n}" for n in range(5)]
    client.dataframe.update("account", frame[["accountid", "telephone1"]], id_column="accountid")
    query = client.query.builder("account").select("name", "telephone1", "numberofemployees")
    read = query.where(_named(mark)).order_by("name").execute().to_dataframe()
    assert list(read["telephone1"]) == list(frame["telephone1"])
    assert read["numberofemployees"].sum() == 12
    summed = client.dataframe.sql(
        f"SELECT COUNT(*) AS n FROM account WHERE name LIKE 'F {mark}%'"  # noqa: S608
    )
    assert summed["n"][0] == 5
    client.dataframe.delete("account", frame["accountid"])


def _named(mark: str) -> object:
    from PowerPlatform.Dataverse.models.filters import col

    return col("name").startswith(f"F {mark}")
