"""The option sets of a mapping in the CRM: that of its column, and those that offer the same options."""

from dataclasses import dataclass, field

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.option_sets import (
    OptionSet,
    insert_option,
    publish,
    read_options,
    rename_option,
)
from crm_integration.synch_engine.context import MappingContext

NOT_THERE = 404


@dataclass
class OptionSets:
    """``main`` is that of the mapping's column; ``written`` names the tables that are to be published."""

    context: MappingContext
    main: OptionSet
    others: list[OptionSet]
    written: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, context: MappingContext) -> "OptionSets":
        """A CRM without sales documents has none of theirs. Raises DataverseError."""
        mapping, client = context.mapping, context.client
        main = read_options(client, mapping.crm_table, mapping.option_column)
        others = [_read(context, column.table, column.column) for column in mapping.same_options]
        return cls(context, main, [found for found in others if found is not None])

    @property
    def taken(self) -> set[int]:
        return {value for options in (self.main, *self.others) for value in options.labels}

    @property
    def begun(self) -> dict[int, str]:
        """Options that a run which died left in some of the sets; the main one comes last."""
        found = {value: label for options in self.others for value, label in options.labels.items()}
        return {value: label for value, label in found.items() if value not in self.main.labels}

    def name_option(self, value: int, label: str) -> None:
        """Has the option called so wherever it is offered, and leaves what is so. Raises DataverseError."""
        for options in (*self.others, self.main):  # the main one last: it tells that all were done
            if options.labels.get(value) != label:
                self._write(options, value, label)
                self.written.add(options.table)

    def _write(self, options: OptionSet, value: int, label: str) -> None:
        """A repeated insertion is refused: what counts is what is there afterwards."""
        client = self.context.client
        try:
            if value in options.labels:
                rename_option(client, options, value, label)
            else:
                insert_option(client, options, value, label)
        except DataverseError as error:
            is_refused = error.cure is Cure.REJECTED
            if (
                not is_refused
                or read_options(client, options.table, options.column).labels.get(value) != label
            ):
                raise

    def publish_all_later(self) -> None:
        """Whether a run that died had published what it wrote is not known: so all is published."""
        self.written |= {options.table for options in (self.main, *self.others)}

    def publish(self) -> None:
        """People see what was written. Raises DataverseError."""
        if self.written:
            publish(self.context.client, sorted(self.written))
            self.written.clear()


def _read(context: MappingContext, table: str, column: str) -> OptionSet | None:
    try:
        return read_options(context.client, table, column)
    except DataverseError as error:
        if error.status != NOT_THERE:
            raise
        return None
