"""The deciding half of the engine is pure: no framework, no input or output, no clock."""

from functools import cache
from pathlib import Path

import grimp
import pytest

from tests.architecture.source_files import PACKAGES, ROOT, calls, place, python_files, tree

PURE = (
    "crm_integration.table_mapping",
    "crm_integration.mappings",
    "crm_integration.synch_engine.plan",
    "crm_integration.synch_engine.planner",
    "crm_integration.synch_engine.conflict",
    "crm_integration.synch_engine.filter",
)
UNWANTED = (
    "django",
    "django_q",
    "requests",
    "urllib3",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "time",
)
CLOCKS = ("now", "utcnow", "today", "time", "monotonic", "perf_counter", "sleep", "uuid1", "uuid4")
FILES = ("open", "read_text", "write_text", "print", "input")


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def _files(module: str) -> tuple[Path, ...]:
    path = ROOT / module.replace(".", "/")
    return python_files(str(path)) if path.is_dir() else (path.with_suffix(".py"),)


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_reaches_no_framework_and_no_input_or_output(module: str) -> None:
    graph = _graph()
    reached = [
        " -> ".join(chain)
        for unwanted in UNWANTED
        if unwanted in graph.modules
        for chain in sorted(graph.find_shortest_chains(module, unwanted, as_packages=True))
    ]
    assert reached == []


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_reads_no_clock_and_no_file(module: str) -> None:
    found = [
        f"{place(path, call)} {name}()"
        for path in _files(module)
        for name, call in calls(tree(path))
        if name.rsplit(".", 1)[-1] in (*CLOCKS, *FILES)
    ]
    assert found == []
