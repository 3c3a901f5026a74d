"""Values keep their exactness and their time zone on the way between JSON and Python."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from crm_integration.dataverse import metadata
from crm_integration.dataverse.values import Row, parse_json, read_row, render_row
from crm_integration.table_mapping.values import LookupValue

ID = UUID("00000000-0000-0000-0000-00000000000a")
OTHER = UUID("00000000-0000-0000-0000-00000000000b")
ACCOUNT = metadata.table("account")
CONTACT = metadata.table("contact")
LOOKUP = "@Microsoft.Dynamics.CRM.lookuplogicalname"


AS_THE_CRM_SENDS_IT = {
    "@odata.context": "https://contoso/api/data/v9.2/$metadata#contacts/$entity",
    "@odata.etag": 'W/"1234"',
    "contactid": str(ID),
    "fullname": "Ana Õ",
    "creditlimit": 0,
    "creditonhold": False,
    "statecode": 0,
    "statecode@OData.Community.Display.V1.FormattedValue": "Active",
    "birthdate": "1990-02-28",
    "modifiedon": "2026-11-21T08:00:00Z",
    "jobtitle": None,
    "_parentcustomerid_value": str(OTHER),
    f"_parentcustomerid_value{LOOKUP}": "account",
    "_ownerid_value": str(OTHER),
    f"_ownerid_value{LOOKUP}": "team",
    "_transactioncurrencyid_value": str(OTHER),
    "_accountid_value": None,
    "contoso_rating": 7,
}


def test_a_row_is_read_by_the_types_of_its_columns() -> None:
    text = json.dumps(AS_THE_CRM_SENDS_IT).replace(
        '"creditlimit": 0', '"creditlimit": 12345678901234567.8901'
    )
    assert read_row(CONTACT, parse_json(text)) == Row(
        id=ID,
        version=1234,
        values={
            "contactid": ID,
            "fullname": "Ana Õ",
            "creditlimit": Decimal("12345678901234567.8901"),
            "creditonhold": False,
            "statecode": 0,
            "birthdate": date(1990, 2, 28),
            "modifiedon": datetime(2026, 11, 21, 8, tzinfo=UTC),
            "jobtitle": None,
            "parentcustomerid": LookupValue(OTHER, "account"),
            "ownerid": LookupValue(OTHER, "team"),
            "transactioncurrencyid": LookupValue(OTHER, "transactioncurrency"),
            "accountid": None,
            "contoso_rating": 7,
        },
    )


def test_a_date_only_format_still_carries_its_time() -> None:
    row = read_row(CONTACT, {"contactid": str(ID), "lastusedincampaign": "2026-11-21T00:00:00Z"})
    assert row.values["lastusedincampaign"] == datetime(2026, 11, 21, tzinfo=UTC)


def test_a_written_row_loses_no_digit_and_binds_lookups_by_their_table() -> None:
    body = render_row(
        CONTACT,
        {
            "lastname": 'O\'Brien "Ö"',
            "creditlimit": Decimal("12345678901234567.8900"),
            "anniversary": date(2026, 1, 31),
            "lastonholdtime": datetime(2026, 1, 31, 9, tzinfo=timezone(timedelta(hours=1))),
            "donotemail": True,
            "jobtitle": None,
            "parentcustomerid": LookupValue(OTHER, "account"),
            "ownerid": LookupValue(OTHER, "systemuser"),
        },
    )
    assert parse_json(body) == {
        "lastname": 'O\'Brien "Ö"',
        "creditlimit": Decimal("12345678901234567.8900"),
        "anniversary": "2026-01-31",
        "lastonholdtime": "2026-01-31T08:00:00Z",
        "donotemail": True,
        "jobtitle": None,
        "parentcustomerid_account@odata.bind": f"/accounts({OTHER})",
        "ownerid@odata.bind": f"/systemusers({OTHER})",
    }


def test_a_small_amount_is_not_written_in_scientific_notation() -> None:
    assert render_row(ACCOUNT, {"creditlimit": Decimal("0.0000001")}) == b'{"creditlimit":0.0000001}'


def test_a_lookup_is_cleared_by_a_null_bind() -> None:
    assert render_row(ACCOUNT, {"primarycontactid": None}) == b'{"primarycontactid@odata.bind":null}'
    assert render_row(CONTACT, {"parentcustomerid": None}) == b'{"parentcustomerid_account@odata.bind":null}'


def test_a_lookup_to_a_table_that_the_column_does_not_accept_is_refused() -> None:
    with pytest.raises(ValueError, match="does not accept a record of table 'team'"):
        render_row(ACCOUNT, {"primarycontactid": LookupValue(OTHER, "team")})
    with pytest.raises(ValueError, match="takes a LookupValue, not str"):
        render_row(ACCOUNT, {"primarycontactid": str(OTHER)})
