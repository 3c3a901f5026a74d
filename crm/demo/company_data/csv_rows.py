"""Reads a CSV file into rows that know where they stand."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _


class CompanyDataRefused(Exception):
    """Nothing was loaded, because of this place in this file."""

    def __init__(self, file: str, line: int | None, column: str, reason: str) -> None:
        super().__init__(file, line, column, reason)
        self.file, self.line, self.column, self.reason = file, line, column, reason

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place = _("%(file)s, line %(line)s") % {"file": self.file, "line": self.line}
        if self.column:
            place = _("%(place)s, column %(column)s") % {"place": place, "column": self.column}
        return f"{place}: {self.reason}"


@dataclass(frozen=True)
class CsvRow:
    """A row; ``line`` is the one on which it begins, the header being line 1. Texts are as in the file."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refused(self, column: str, reason: str) -> CompanyDataRefused:
        return CompanyDataRefused(self.file, self.line, column, reason)


def read_rows(path: Path, columns: Sequence[str]) -> list[CsvRow]:
    """The rows of a file whose header names at least these columns. Raises CompanyDataRefused."""
    records = _records(path.name, _text(path))
    _line, header = next(records, (1, []))
    for column in columns:
        if header.count(column) != 1:
            reason = _("The header must name this column once.")
            raise CompanyDataRefused(path.name, 1, column, reason)
    return [_row(path.name, line, header, cells) for line, cells in records if cells]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CompanyDataRefused(path.name, None, "", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CompanyDataRefused(path.name, line, "", _("The file is not in UTF-8.")) from error


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader: Any = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise CompanyDataRefused(file, line, "", _("This is no row of a CSV file.")) from error


def _row(file: str, line: int, header: Sequence[str], cells: Sequence[str]) -> CsvRow:
    if len(cells) != len(header):
        reason = _("The row has %(number)s values instead of %(expected)s.") % {
            "number": len(cells),
            "expected": len(header),
        }
        raise CompanyDataRefused(file, line, "", reason)
    return CsvRow(file, line, dict(zip(header, cells, strict=True)))
