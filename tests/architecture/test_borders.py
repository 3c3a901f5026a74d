"""Borders between the products that an import cannot show: models and modules by name, other ways out."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source_files import PACKAGES, calls, imported_names, place, python_files, tree

NETWORK_MODULES = ("urllib.request", "http.client", "smtplib", "ftplib", "xmlrpc")
OPENS_A_SOCKET = ("socket.socket", "socket.create_connection", "socket.create_server")
MAY_USE_NETWORK = ("crm_integration/dataverse/", "crm/outbound/")
# A socket that only asks whether a port is free sends nothing.
MAY_LOOK_AT_PORTS = ("crm_integration/management/",)
CRM_BY_NAME = re.compile(r"^crm(\.|$)", re.IGNORECASE)
COMPOSITION_ROOT = {"settings.py", "urls.py", "database_router.py", "environment.py"}
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
BY_NAME = ("get_model", "get_app_config", "import_module", "import_string", "__import__")


def _texts_given(call: ast.Call) -> Iterator[str]:
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def _reaches_crm(name: str, call: ast.Call) -> bool:
    last = name.rsplit(".", 1)[-1]
    return last in (*RELATIONS, *BY_NAME) and any(CRM_BY_NAME.match(text) for text in _texts_given(call))


def test_the_integration_never_reaches_the_tables_of_the_crm_by_name() -> None:
    files = [
        path
        for path in python_files("crm_integration")
        if path.name not in COMPOSITION_ROOT or path.parent.name != "crm_integration"
    ]
    found = [
        f"{place(path, call)} {name}"
        for path in files
        for name, call in calls(tree(path))
        if _reaches_crm(name, call)
    ]
    assert found == []


def _opens_crm(node: ast.AST) -> bool:
    """Whether it is ``using("crm")``, ``using="crm"`` or ``connections["crm"]``."""
    if isinstance(node, ast.keyword):
        return node.arg == "using" and isinstance(node.value, ast.Constant) and node.value.value == "crm"
    if isinstance(node, ast.Subscript):
        return ast.unparse(node).endswith("connections['crm']")
    return isinstance(node, ast.Call) and ast.unparse(node).endswith(".using('crm')")


def test_the_integration_never_opens_the_database_of_the_crm() -> None:
    found = [
        place(path)
        for path in python_files("crm_integration")
        for node in ast.walk(tree(path))
        if _opens_crm(node)
    ]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_only_the_client_and_the_notifier_speak_to_the_network(package: str) -> None:
    files = [
        path
        for path in python_files(package)
        if not place(path).startswith(MAY_USE_NETWORK + MAY_LOOK_AT_PORTS)
    ]
    imports = [
        f"{place(path, node)} imports {name}"
        for path in files
        for name, node in imported_names(tree(path))
        if name.startswith(NETWORK_MODULES)
    ]
    sockets = [
        place(path, call) for path in files for name, call in calls(tree(path)) if name in OPENS_A_SOCKET
    ]
    assert imports + sockets == []
