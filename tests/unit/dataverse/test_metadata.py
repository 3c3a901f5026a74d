"""The snapshot of the CRM's metadata."""

import pytest

from crm_integration.dataverse import metadata


def test_the_snapshot_knows_tables_by_logical_name_and_by_entity_set() -> None:
    currency = metadata.table("transactioncurrency")
    assert currency is metadata.table_of_entity_set("transactioncurrencies")
    assert (currency.primary_id, currency.primary_name) == ("transactioncurrencyid", "currencyname")
    with pytest.raises(metadata.UnknownTable):
        metadata.table("nothing")
    with pytest.raises(metadata.UnknownTable):
        metadata.table_of_entity_set("nothings")


def test_columns_carry_what_the_mappings_must_know() -> None:
    account = metadata.table("account").columns
    assert account["name"].max_length == 160
    assert account["name"].required
    assert account["createdon"].read_only
    assert account["paymenttermscode"].options[1] == "Net 30"
    assert account["statuscode"].status_state == {1: 0, 2: 1}
    assert account["ownerid"].property_name == "_ownerid_value"
    parent = metadata.table("contact").columns["parentcustomerid"]
    assert parent.binds == {"account": "parentcustomerid_account", "contact": "parentcustomerid_contact"}


def test_every_lookup_that_can_be_written_names_a_navigation_property_for_each_target() -> None:
    nameless = [
        f"{table.name}.{column.name}"
        for table in metadata.tables().values()
        for column in table.columns.values()
        if column.is_lookup and not column.read_only and not all(column.binds.values())
    ]
    assert nameless == []


def test_every_table_has_a_primary_key_that_is_an_id() -> None:
    types = {table.columns[table.primary_id].type for table in metadata.tables().values()}
    assert types == {"Uniqueidentifier"}
