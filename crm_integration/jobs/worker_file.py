"""``worker.pid`` in the data folder: one worker at a time, and which process group it left behind."""

import fcntl
import json
from pathlib import Path
from types import TracebackType
from typing import IO

from django.conf import settings

from crm_integration.jobs.process_group import GroupIdentity


class WorkerRuns(Exception):
    """Another worker uses this data folder."""


class WorkerFile:
    """Holds the lock as long as the worker lives; the kernel frees it when the worker is killed."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings.DATA_DIR / "worker.pid"
        self._file: IO[str] | None = None

    def __enter__(self) -> "WorkerFile":
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise WorkerRuns(f"A worker is already running with {self.path}.") from None
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def read(self) -> GroupIdentity | None:
        """The group that was recorded last; None when there is none, or the file was tampered with."""
        try:
            return GroupIdentity(**json.loads(self.path.read_text()))
        except (ValueError, TypeError):
            return None

    def write(self, group: GroupIdentity | None) -> None:
        """Written in place: the lock belongs to this very file."""
        self.path.write_text(json.dumps(group.to_json()) if group else "")
