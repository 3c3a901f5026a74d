"""Invented accounts with a contact each, as many as are asked for; the same ones every time."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from faker import Faker

from crm import metadata
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.create import create_records
from crm.demo.factories import AccountFactory, ContactFactory
from crm.demo.identifiers import demo_id
from crm.metadata import EntityReference
from crm.models import Account, SystemUser

_CHUNK: Final = 1_000
_SEED: Final = 20_260_601
_POOL: Final = 400


class _Pools(NamedTuple):
    """Faker is slow, so that it makes a few hundred of each and chance combines them."""

    companies: Sequence[str]
    streets: Sequence[str]
    cities: Sequence[str]
    first_names: Sequence[str]
    last_names: Sequence[str]


def load_scaled(*, count: int, progress: Callable[[int], object] = lambda done: None) -> int:
    """Adds those of the first ``count`` invented accounts that are not there; returns how many came."""
    caller, pools, owners = system_caller(), _pools(), _owner_ids()
    created = 0
    for start in range(0, count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, count))
        missing = _missing(numbers)
        _load(missing, pools, owners, caller)
        created += len(missing)
        progress(len(numbers))
    return created


def _missing(numbers: range) -> list[int]:
    wanted = {demo_id("scaled-account", number): number for number in numbers}
    known = set(Account.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return [number for identifier, number in wanted.items() if identifier not in known]


def _load(numbers: Sequence[int], pools: _Pools, owners: Sequence[UUID], caller: Caller) -> None:
    rows = list(_rows(numbers, pools, owners))
    accounts = AccountFactory.new_records(account for account, _ in rows)
    contacts = ContactFactory.new_records(contact for _, contact in rows)
    create_records(table=metadata.table("account"), records=accounts, caller=caller)
    create_records(table=metadata.table("contact"), records=contacts, caller=caller)


def _rows(
    numbers: Sequence[int], pools: _Pools, owners: Sequence[UUID]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for number in numbers:
        chance = random.Random(_SEED + number)  # noqa: S311 invented data
        account_id = demo_id("scaled-account", number)
        owner = {"ownerid": EntityReference("systemuser", chance.choice(owners))} if owners else {}
        place = {
            "address1_line1": chance.choice(pools.streets),
            "address1_city": chance.choice(pools.cities),
            "address1_postalcode": f"{chance.randrange(10_000, 99_999)}",
            "address1_country": "United States",
            "telephone1": f"+1 555 {number:07}",
            **owner,
        }
        host = f"scaled{number}.example"
        yield (
            {
                "id": account_id,
                "name": f"{chance.choice(pools.companies)} S{number}",
                "emailaddress1": f"post@{host}",
                **place,
            },
            {
                "id": demo_id("scaled-contact", number),
                "firstname": chance.choice(pools.first_names),
                "lastname": chance.choice(pools.last_names),
                "emailaddress1": f"contact@{host}",
                "parentcustomerid": EntityReference("account", account_id),
                **place,
            },
        )


def _pools() -> _Pools:
    fake = Faker("en_US")
    fake.seed_instance(_SEED)
    return _Pools(
        companies=[fake.company() for _ in range(_POOL)],
        streets=[fake.street_address() for _ in range(_POOL)],
        cities=[fake.city() for _ in range(_POOL)],
        first_names=[fake.first_name() for _ in range(_POOL)],
        last_names=[fake.last_name() for _ in range(_POOL)],
    )


def _owner_ids() -> list[UUID]:
    users = SystemUser.objects.filter(applicationid=None, islicensed=True, isdisabled=False)
    return list(users.order_by("internalemailaddress_folded").values_list("pk", flat=True))
