"""What decides reads no clock and no file. That it imports no framework is a contract in pyproject.toml."""

from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT, calls, place, python_files, tree

PURE = (
    "crm_integration.table_mapping",
    "crm_integration.mappings",
    "crm_integration.synch_engine.plan",
    "crm_integration.synch_engine.planner",
    "crm_integration.synch_engine.conflict",
    "crm_integration.synch_engine.filter",
)
CLOCKS = ("now", "utcnow", "today", "time", "monotonic", "perf_counter", "sleep", "uuid1", "uuid4")
FILES = ("open", "read_text", "write_text", "print", "input")


def _files(module: str) -> tuple[Path, ...]:
    path = ROOT / module.replace(".", "/")
    return python_files(str(path)) if path.is_dir() else (path.with_suffix(".py"),)


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_reads_no_clock_and_no_file(module: str) -> None:
    found = [
        f"{place(path, call)} {name}()"
        for path in _files(module)
        for name, call in calls(tree(path))
        if name.rsplit(".", 1)[-1] in (*CLOCKS, *FILES)
    ]
    assert found == []
