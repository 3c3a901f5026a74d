"""What every column of Dataverse declares, whatever its type."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models

# Words for people; the database and its migrations know nothing of them.
_NOT_STORED = ("verbose_name", "help_text", "choices", "default", "blank", "editable", "validators")


class DataverseField(models.Field):
    """A Django field that knows its Dataverse type.

    ``read_only`` columns are written by the business rules alone, ``required`` ones may not be blank and
    ``secret`` ones are never read back. ``completed`` ones are required too, but the business rules give
    them a value where the caller does not, or decide by other columns whether one is needed. Migrations see
    the plain Django field: changing a label or an option is no change of the database.
    """

    dataverse_type: ClassVar[str]
    plain: ClassVar[Callable[..., models.Field]]

    targets: tuple[str, ...] = ()
    read_only: bool
    required: bool
    completed: bool
    secret: bool

    def __init__(
        self,
        *args: Any,
        read_only: bool = False,
        required: bool = False,
        completed: bool = False,
        secret: bool = False,
        **kwargs: Any,
    ) -> None:
        self.read_only, self.required, self.completed = read_only, required, completed
        self.secret = secret
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", completed or not required)
        kwargs.setdefault("editable", not read_only)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, _, arguments, keywords = super().deconstruct()
        keywords = {key: value for key, value in keywords.items() if key not in _NOT_STORED}
        return name, f"django.db.models.{self._plain_name()}", arguments, keywords

    def clone(self) -> models.Field:  # type: ignore[override]
        _, _, arguments, keywords = self.deconstruct()
        return type(self).plain(*arguments, **keywords)

    def bind_for(self, target: str) -> str:
        """The navigation property by which a lookup to that table is written."""
        return self.name

    def _plain_name(self) -> str:
        return type(self).plain.__name__


def add_companion(cls: type[models.Model], name: str, field: models.Field) -> None:
    """Adds a stored column that another column brings along; copies of an abstract model come with theirs."""
    if not any(existing.name == name for existing in cls._meta.local_fields):
        field.contribute_to_class(cls, name)
