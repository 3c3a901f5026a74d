"""A ceiling that is reached means that a concept is missing."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source_files import PACKAGES, place, python_files, tree

FILE_CEILING = 300
TEST_FILE_CEILING = 400
FUNCTION_CEILING = 40


def _too_long(files: tuple[Path, ...], ceiling: int) -> list[str]:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    return [f"{name} has {length} lines" for name, length in lengths.items() if length > ceiling]


def test_no_file_is_longer_than_its_ceiling() -> None:
    assert _too_long(python_files(*PACKAGES, "benchmarks"), FILE_CEILING) == []
    assert _too_long(python_files("tests"), TEST_FILE_CEILING) == []


@pytest.mark.parametrize("folder", [*PACKAGES, "tests", "benchmarks"])
def test_no_function_is_longer_than_its_ceiling(folder: str) -> None:
    found = [
        f"{place(path, node)} {node.name}"
        for path in python_files(folder)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_CEILING
    ]
    assert found == []


@pytest.mark.parametrize("folder", PACKAGES)
def test_every_module_says_in_its_docstring_what_its_role_is(folder: str) -> None:
    found = [
        place(path)
        for path in python_files(folder)
        if tree(path).body and not ast.get_docstring(tree(path), clean=True)
    ]
    assert found == []
