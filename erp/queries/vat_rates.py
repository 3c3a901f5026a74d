"""Which VAT applies when a product of one group is sold to a customer of another."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from erp.models import VatPostingSetup


@dataclass(frozen=True, kw_only=True)
class VatRate:
    """VAT in per cent; lines with one identifier are taxed together."""

    identifier: str = ""
    percent: Decimal = Decimal(0)


NO_VAT = VatRate()


def vat_rates(business_groups: Collection[str]) -> dict[tuple[str, str], VatRate]:
    """Returns the rates by business and product posting group; a combination without setup is left out."""
    rows = VatPostingSetup.objects.filter(
        vat_bus_posting_group__in=[code for code in business_groups if code]
    )
    return {
        (row.vat_bus_posting_group_id, row.vat_prod_posting_group_id): VatRate(
            identifier=row.vat_identifier or row.vat_prod_posting_group_id, percent=row.vat_percent
        )
        for row in rows
    }
