"""Text columns. Blank text is stored as null, as Dataverse does."""

import unicodedata
from typing import Any

from django.db import models
from django.db.models.functions import Lower

from crm.models.fields.column import DataverseField, add_companion


def fold(text: str) -> str:
    """The form of a text in which case no longer matters, in any alphabet."""
    return unicodedata.normalize("NFC", text).casefold()


class _TextColumn(DataverseField):
    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) or None


class StringColumn(_TextColumn, models.CharField):
    """Edm.String of a fixed length.

    ``searched`` columns bring along ``<name>_folded``: the text without case, indexed, so that search and
    comparison use an index on every database.
    """

    dataverse_type = "String"
    plain = models.CharField

    def __init__(self, max_length: int = 100, *, searched: bool = False, **kwargs: Any) -> None:
        self.searched = searched
        super().__init__(max_length=max_length, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if self.searched:
            add_companion(cls, f"{name}_folded", _FoldedField(of=name))


class EntityNameColumn(_TextColumn, models.CharField):
    """The logical name of a table (Edm.String)."""

    dataverse_type = "EntityName"
    plain = models.CharField

    def __init__(self, max_length: int = 64, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class MemoColumn(_TextColumn, models.TextField):
    """Edm.String of several lines; ``max_length`` is checked by the business rules."""

    dataverse_type = "Memo"
    plain = models.TextField

    def __init__(self, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class LongStringColumn(_TextColumn, models.TextField):
    """Edm.String that is longer than databases let a text of a given length be: a file's content."""

    dataverse_type = "String"
    plain = models.TextField

    def __init__(self, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


for _column in (StringColumn, EntityNameColumn, MemoColumn, LongStringColumn):
    _column.register_lookup(Lower)  # ``<name>__lower``: how texts that are not folded are put in order


class _FoldedField(models.CharField):
    """Follows another text at every save, single or bulk."""

    def __init__(self, *, of: str) -> None:
        self.of = of
        super().__init__(max_length=1024, null=True, editable=False, db_index=True)

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        text = getattr(model_instance, self.of)
        folded = fold(text)[:1024].rstrip(" ") if text else None
        setattr(model_instance, self.attname, folded)
        return folded

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, _, arguments, keywords = super().deconstruct()
        return name, "django.db.models.CharField", arguments, keywords

    def clone(self) -> models.CharField:  # type: ignore[override]
        return models.CharField(max_length=1024, null=True, editable=False, db_index=True)
