"""Column types of Dataverse as Django fields: a model declares all there is to say of its columns."""

from crm.models.fields.choice import BooleanColumn, PicklistColumn, StateColumn, StatusColumn
from crm.models.fields.column import DataverseField
from crm.models.fields.identifier import PrimaryIdColumn, UniqueidentifierColumn, new_id, read_id
from crm.models.fields.lookup import (
    REMOVE_LINK,
    RESTRICT,
    CascadeDelete,
    LookupColumn,
    PolymorphicLookupColumn,
)
from crm.models.fields.moment import DateOnlyColumn, DateTimeColumn
from crm.models.fields.number import BigIntColumn, DecimalColumn, DoubleColumn, IntegerColumn, MoneyColumn
from crm.models.fields.text import EntityNameColumn, LongStringColumn, MemoColumn, StringColumn, fold

__all__ = [
    "REMOVE_LINK",
    "RESTRICT",
    "BigIntColumn",
    "BooleanColumn",
    "CascadeDelete",
    "DataverseField",
    "DateOnlyColumn",
    "DateTimeColumn",
    "DecimalColumn",
    "DoubleColumn",
    "EntityNameColumn",
    "IntegerColumn",
    "LongStringColumn",
    "LookupColumn",
    "MemoColumn",
    "MoneyColumn",
    "PicklistColumn",
    "PolymorphicLookupColumn",
    "PrimaryIdColumn",
    "StateColumn",
    "StatusColumn",
    "StringColumn",
    "UniqueidentifierColumn",
    "fold",
    "new_id",
    "read_id",
]
