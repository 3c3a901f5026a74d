"""Reads a CSV file into rows that remember where they stood, and refuses what is not well formed."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _


class CompanyDataError(Exception):
    """A file cannot be read as it is; says which file, line and column."""

    def __init__(self, *, file: str, line: int | None, column: str, reason: str) -> None:
        super().__init__(file, line, column, reason)
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place.append(_("line %(line)s") % {"line": self.line})
        if self.column:
            place.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(place)}: {self.reason}"


@dataclass(frozen=True)
class CsvRow:
    """A row of a file; ``line`` is where it begins, the header being line 1."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def error(self, column: str, reason: str) -> CompanyDataError:
        """Returns the error that a value of this row is not acceptable."""
        return CompanyDataError(file=self.file, line=self.line, column=column, reason=reason)


def read_csv(path: Path, *, columns: Sequence[str]) -> list[CsvRow]:
    """Returns the rows of a UTF-8 file with a header line that names at least the columns.

    Raises CompanyDataError.
    """
    reader = csv.reader(io.StringIO(_decode(path), newline=""), strict=True)
    rows = _records(path.name, reader)
    _line, header = next(rows, (1, []))
    _check_header(path.name, header, columns)
    return [_row(path.name, line, header, cells) for line, cells in rows if cells]


def _decode(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CompanyDataError(
            file=path.name,
            line=None,
            column="",
            reason=_("The file cannot be read: %(error)s.") % {"error": error.strerror},
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CompanyDataError(
            file=path.name,
            line=content.count(b"\n", 0, error.start) + 1,
            column="",
            reason=_("The text is not in UTF-8. Save the file in that encoding."),
        ) from error


def _records(file: str, reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yields the records with the line on which each begins."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CompanyDataError(
                file=file, line=line, column="", reason=_("Not a CSV record: %(error)s.") % {"error": error}
            ) from error
        yield line, cells


def _check_header(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    for column in columns:
        if column not in header:
            reason = _("The column is missing in the header line.")
            raise CompanyDataError(file=file, line=1, column=column, reason=reason)
    for column in header:
        if header.count(column) > 1:
            reason = _("The column is there more than once.")
            raise CompanyDataError(file=file, line=1, column=column, reason=reason)


def _row(file: str, line: int, header: Sequence[str], cells: Sequence[str]) -> CsvRow:
    if len(cells) != len(header):
        reason = _("The row has %(count)s values, the header has %(expected)s.") % {
            "count": len(cells),
            "expected": len(header),
        }
        raise CompanyDataError(file=file, line=line, column="", reason=reason)
    return CsvRow(file, line, dict(zip(header, cells, strict=True)))
