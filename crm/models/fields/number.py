"""Number columns, with the bounds that Dataverse puts on them."""

from decimal import Decimal
from typing import Any

from django.db import models

from crm.models.fields.column import DataverseField, add_companion

INT32 = (-(2**31), 2**31 - 1)
MONEY = (Decimal("-922337203685477"), Decimal("922337203685477"))
DECIMAL = (Decimal(-100_000_000_000), Decimal(100_000_000_000))


class _Bounded(DataverseField):
    def __init__(
        self, *, minimum: Decimal | int | None = None, maximum: Decimal | int | None = None, **kwargs: Any
    ) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)


class IntegerColumn(_Bounded, models.IntegerField):
    dataverse_type = "Integer"
    plain = models.IntegerField

    def __init__(self, *, minimum: int = INT32[0], maximum: int = INT32[1], **kwargs: Any) -> None:
        super().__init__(minimum=minimum, maximum=maximum, **kwargs)


class BigIntColumn(_Bounded, models.BigIntegerField):
    dataverse_type = "BigInt"
    plain = models.BigIntegerField


class DecimalColumn(_Bounded, models.DecimalField):
    """Edm.Decimal with a fixed number of decimals."""

    dataverse_type = "Decimal"
    plain = models.DecimalField

    def __init__(
        self,
        *,
        precision: int = 10,
        minimum: Decimal | int = DECIMAL[0],
        maximum: Decimal | int = DECIMAL[1],
        **kwargs: Any,
    ) -> None:
        self.precision = precision
        super().__init__(
            minimum=minimum, maximum=maximum, max_digits=12 + precision, decimal_places=precision, **kwargs
        )


class MoneyColumn(_Bounded, models.DecimalField):
    """An amount in the record's currency; brings along ``<name>_base``, the amount in the base currency.

    A price (``is_price``) has the organization's ``pricingdecimalprecision``, others the currency's.
    """

    dataverse_type = "Money"
    plain = models.DecimalField

    def __init__(
        self,
        *,
        minimum: Decimal | int = MONEY[0],
        maximum: Decimal | int = MONEY[1],
        with_base: bool = True,
        is_price: bool = False,
        **kwargs: Any,
    ) -> None:
        self.with_base = with_base
        self.is_price = is_price
        super().__init__(minimum=minimum, maximum=maximum, max_digits=19, decimal_places=4, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if self.with_base:
            base = MoneyColumn(with_base=False, read_only=True, verbose_name=self.verbose_name)
            add_companion(cls, f"{name}_base", base)


class DoubleColumn(DecimalColumn):
    """Edm.Double with as many decimals as Dataverse keeps of it; exact, so that amounts follow from it."""

    dataverse_type = "Double"

    def __init__(self, *, precision: int = 5, **kwargs: Any) -> None:
        super().__init__(precision=precision, **kwargs)
