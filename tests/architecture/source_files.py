"""The files that the rules of this folder are read from, and their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("erp", "crm", "crm_integration", "odata")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Returns the written Python files of folders; migrations are generated and stay out."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Returns ``erp/models/customer.py:12``, which an editor can open."""
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"


def calls(module: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yields every call with the dotted name that is called, as it is written."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported_names(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Yields the absolute dotted names that a module imports, also inside its functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)
